import { createPublicKey, createSign } from 'node:crypto';
import * as der from './der';

const OID = { commonName: '2.5.4.3', organization: '2.5.4.10', sha256WithRsa: '1.2.840.113549.1.1.11' };
const VERSION_3 = Buffer.from([2]);

export type CertificateSubject = { commonName: string; organization: string };
export type CertificateRequest = {
  subject: CertificateSubject;
  serialHex: string;
  privateKeyPem: string;
  validFrom: Date;
  validTo: Date;
};

/** A self-signed X.509 certificate: what a merchant downloads from the merchant console, without its authority. */
export function selfSignedCertificate(request: CertificateRequest): string {
  const algorithm = der.sequence(der.oid(OID.sha256WithRsa), der.nothing());
  const name = der.sequence(
    attribute(OID.organization, request.subject.organization),
    attribute(OID.commonName, request.subject.commonName),
  );
  const publicKey = createPublicKey(request.privateKeyPem).export({ type: 'spki', format: 'der' });
  const toBeSigned = der.sequence(
    der.explicit(0, der.integer(VERSION_3)),
    der.integer(Buffer.from(request.serialHex, 'hex')),
    algorithm,
    name,
    der.sequence(der.utcTime(request.validFrom), der.utcTime(request.validTo)),
    name,
    publicKey,
  );
  const signature = createSign('RSA-SHA256').update(toBeSigned).sign(request.privateKeyPem);
  return pem(der.sequence(toBeSigned, algorithm, der.bitString(signature)));
}

function attribute(oid: string, value: string): Buffer {
  return der.set(der.sequence(der.oid(oid), der.utf8(value)));
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
