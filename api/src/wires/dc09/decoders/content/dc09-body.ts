// The inside of a DC-09 frame as text: header, data, extended data, time. Knows where things stand,
// not what they mean; the meaning is in sia-events.ts, contact-id-events.ts and dc09-extended-data.ts.

/** What stands before the first bracket. Null where it is absent or can't be read. */
export type BodyHeader = {
  /** Upper case, without the star. */
  id: string | null;
  isEncrypted: boolean;
  /** Four digits as sent. */
  sequence: string | null;
  /** Hex digits without their letter; empty when the letter stands alone. */
  receiver: string | null;
  line: string | null;
  /** Upper case. */
  account: string | null;
};

/** What stands inside the brackets and behind them. */
export type BodyContent = {
  /** The account inside the data, before its bar. */
  account: string | null;
  /** Data behind `#account|`, or all of it when there is no such beginning. */
  payload: string;
  /** Each extended field without its brackets, first letter included. */
  extended: string[];
  /** Behind the underscore; null when there is none. */
  time: string | null;
  /** False when the data's closing bracket is missing. */
  isClosed: boolean;
};

// A message type is printable ASCII without quotes: what is stored of it must be fit for any database.
const strictHeader =
  /^"(\*?)([ !#-~]{1,16})"(\d{4})(?:R([0-9A-F]{0,6}))?(?:L([0-9A-F]{0,6}))?(?:#([0-9A-Z]{1,16}))?(?=\[|$)/i;

/** The header and what follows it, from the first bracket on; null when it has not that form. */
export function readHeader(body: string): { header: BodyHeader; rest: string } | null {
  const match = strictHeader.exec(body);
  if (match === null) return null;
  const [whole, star, id, sequence, receiver, line, account] = match;
  return {
    header: {
      id: id?.trim().toUpperCase() ?? null,
      isEncrypted: star === '*',
      sequence: sequence ?? null,
      receiver: receiver?.toUpperCase() ?? null,
      line: line?.toUpperCase() ?? null,
      account: account?.toUpperCase() ?? null,
    },
    rest: body.slice(whole.length),
  };
}

/** What can still be read of a broken header; each part on its own, so that one bad byte costs one. */
export function salvageHeader(body: string): BodyHeader {
  const group = (pattern: RegExp): string | null => pattern.exec(body)?.[1]?.toUpperCase() ?? null;
  return {
    id: group(/^"?\*?(SIA-DCS|ADM-CID|NULL)/i),
    isEncrypted: /^"?\*/.test(body),
    sequence: group(/"(\d{4})(?=[RL#[])/i),
    receiver: group(/"\d{4}R([0-9A-F]{0,6})(?=[L#[])/i),
    line: group(/L([0-9A-F]{0,6})#/i),
    account: group(/#([0-9A-F]{3,16})(?=[[|])/i),
  };
}

/**
 * Reads what follows the data's opening bracket, or an encrypted frame's pad and bar. `of`: the header's account,
 * which some senders repeat in the data without its `#`, where its digits would read as an event.
 */
export function readContent(text: string, of: string | null): BodyContent {
  const end = text.indexOf(']');
  const data = end === -1 ? text : text.slice(0, end);
  const named = /^\s*(#?)([0-9A-Z]{1,16})\s*\|/i.exec(data);
  const owner = named?.[1] === '#' || isSame(named?.[2], of) ? named : null;
  let tail = end === -1 ? '' : text.slice(end + 1);
  const extended: string[] = [];
  for (let field = extendedField.exec(tail); field !== null; field = extendedField.exec(tail)) {
    extended.push(field[1] ?? '');
    tail = tail.slice(field[0].length);
  }
  return {
    account: owner?.[2]?.toUpperCase() ?? null,
    payload: owner === null ? data : data.slice(owner[0].length),
    extended,
    time: /^\s*_(.*)$/s.exec(tail)?.[1] ?? null,
    isClosed: end !== -1,
  };
}

/** The same account, however it is padded. */
function isSame(one: string | undefined, other: string | null): boolean {
  const bare = (account: string) => account.toUpperCase().replace(/^0+/, '');
  return one !== undefined && other !== null && bare(one) === bare(other);
}

const extendedField = /^\s*\[([^\]]*)\]/;

/**
 * Text of a frame. The protocol says Windows-1252; newer senders write UTF-8, and bytes that happen
 * to be valid UTF-8 beyond ASCII are hardly ever anything else.
 */
export function readText(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return windows1252.decode(bytes);
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const windows1252 = new TextDecoder('windows-1252');
