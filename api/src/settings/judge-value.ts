// What a value must be beside of its kind: this program may speak to where it says, and its secrets are there. It is
// asked when that is set and when it is tried; whoever sends looks at the address again.
import type { SettingRefusal } from '@achterwacht/shared/setting/decide.ts';
import {
  settingValueOf,
  type SettingKind,
  type SettingValue,
} from '@achterwacht/shared/setting/kinds.ts';
import type { Transaction } from '../db/connect.ts';
import { BadAddress, mailHost, outwardAddress } from '../outward/address.ts';
import { judgeSecrets, type GivenSecrets } from './given-secrets.ts';

type Asked = {
  centreId: string;
  kind: SettingKind;
  value: SettingValue | null;
  secrets: GivenSecrets;
};

/** @returns null where nothing is against it. */
export async function judgeValue(
  tx: Pick<Transaction, 'sql'>,
  asked: Asked,
): Promise<SettingRefusal | null> {
  const { kind, value } = asked;
  if (!isReachable(kind, value)) return invalid(kind, addressOf[kind] ?? 'url');
  switch (await judgeSecrets(tx, asked)) {
    case 'complete':
      return null;
    case 'missing':
      return { code: 'geheim-ontbreekt', details: { kind } };
    case 'ill-formed':
      return invalid(kind, 'secrets');
  }
}

function invalid(kind: SettingKind, path: string): SettingRefusal {
  const problems = [{ path, code: 'wrong-form' as const }];
  return { code: 'instelling-ongeldig', details: { kind, problems } };
}

/** The field where it says whom it speaks to. */
const addressOf: { [K in SettingKind]?: string } = { mail: 'host', oidc: 'issuer' };

function isReachable(kind: SettingKind, value: unknown): boolean {
  try {
    speakTo[kind]?.(value);
    return true;
  } catch (error) {
    if (error instanceof BadAddress) return false;
    throw error;
  }
}

/** @throws BadAddress */
const speakTo: { [K in SettingKind]?: (value: unknown) => void } = {
  mail: (value) => {
    const mail = settingValueOf('mail', value);
    if (mail) mailHost(mail.host);
  },
  sms: (value) => {
    const sms = settingValueOf('sms', value);
    if (sms) outwardAddress(sms.url);
  },
  oidc: (value) => {
    const provider = settingValueOf('oidc', value);
    if (provider) outwardAddress(provider.issuer);
  },
  webhooks: (value) => {
    const list = settingValueOf('webhooks', value)?.webhooks ?? [];
    for (const { url } of list) outwardAddress(url);
  },
};
