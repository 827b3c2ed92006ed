import type { KeyPair } from '../crypto/keys';
import { seal } from '../crypto/pay';
import type { Ctx } from '../ctx';
import type { Incoming } from '../http/message';
import { PayRefusal } from '../http/refusal';
import { beijingTime } from '../state/rfc3339';
import { paramError } from './schemas';

/** The platform certificates, encrypted. 404 for a merchant that has only ever had the public key. */
export function platformCertificates(ctx: Ctx, request: Incoming): unknown {
  const { mode, certificatesOpen } = ctx.state.pay.keys;
  const algorithm = request.query.get('algorithm_type') ?? 'RSA';
  if (!['RSA', 'SM2', 'ALL'].includes(algorithm)) {
    throw paramError(
      { field: 'algorithm_type', value: algorithm, location: 'query' },
      '只能是 RSA、SM2、ALL',
    );
  }
  if (mode === 'public-key' && !certificatesOpen) {
    const message = '无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥';
    throw new PayRefusal({ status: 404, code: 'RESOURCE_NOT_EXISTS', message });
  }
  const certificates = algorithm === 'SM2' ? [] : ctx.keys.certificates;
  return { data: certificates.map((pair) => present(ctx, pair)) };
}

function present(ctx: Ctx, pair: KeyPair): unknown {
  return {
    serial_no: pair.serial,
    effective_time: beijingTime(Date.parse(pair.effectiveAt)),
    expire_time: beijingTime(Date.parse(pair.expiresAt)),
    encrypt_certificate: {
      algorithm: 'AEAD_AES_256_GCM',
      ...seal(pair.certificate, ctx.world.merchant.apiV3Key, {
        nonce: ctx.random.hex(12),
        associated_data: 'certificate',
      }),
    },
  };
}
