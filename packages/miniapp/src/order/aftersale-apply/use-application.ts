import { useState } from 'react';
import { call } from '../../api/client';
import { useAction, useCall } from '../../api/hooks';
import { createState } from '../../api/state';
import { useStore } from '../../api/store-choice';
import { uuid } from '../../api/uuid';
import type { AftersaleOptions } from '../../api/views';
import { toast } from '../../platform/feedback';
import { useReturn } from '../../platform/lifecycle';
import { replaceWith } from '../../platform/navigate';
import { applicationInput, applicationTrouble, startApplication } from '../aftersale.rules';
import type { Application } from '../aftersale.rules';

/** By order: one id from the first try until the server has answered, so that a lost answer does not make two cases. */
const requests = createState<Readonly<Record<string, string>>>({}, 'aftersale-requests');

function requestOf(orderId: string): string {
  const held = requests.get()[orderId] ?? uuid();
  requests.set({ ...requests.get(), [orderId]: held });
  return held;
}

function forget(orderId: string): void {
  const { [orderId]: _done, ...others } = requests.get();
  requests.set(others);
}

/** What can be asked for, and, once the exchange store is wanted, whether it has the goods. */
export function useOptions(orderId: string) {
  const [isExchange, setExchange] = useState(false);
  const store = useStore();
  const storeId = isExchange ? store?.storeId : undefined;
  const options = useCall('aftersale.options', { orderId, ...(storeId === undefined ? {} : { storeId }) });
  useReturn(options.reload);
  return { options, setExchange };
}

/** A form over `options`, and how it is sent. */
export function useApplication(options: AftersaleOptions, reload: () => void) {
  const [form, setForm] = useState<Application>(() => startApplication(options));
  const { orderId } = options;
  const store = useStore();
  const storeId = store?.storeId ?? null;
  const sending = useAction(async () => {
    const input = applicationInput(options, form, storeId);
    if (input === null) return toast(applicationTrouble(options, form, storeId) ?? '请检查后再提交');
    const result = await call('aftersale.apply', { ...input, orderId, requestId: requestOf(orderId) });
    if (result.ok) {
      forget(orderId);
      return replaceWith('aftersale', { caseId: result.data.caseId });
    }
    if (result.code === 'REQUEST_REUSED') {
      forget(orderId);
      toast('上一次提交其实已经成功');
      return replaceWith('aftersales', { orderId });
    }
    toast(result.message);
    if (result.code !== 'OFFLINE') reload();
  });
  return { form, setForm, store, sending, trouble: applicationTrouble(options, form, storeId) };
}

export type ApplicationState = ReturnType<typeof useApplication>;
