// The public corpus against our own receiver: every frame cut, decoded and answered as it says.
import { readFileSync } from 'node:fs';
import { decodedSignal } from '@achterwacht/shared/signals.ts';
import { describe, expect, test } from 'vitest';
import { decodeDc09, type Dc09Context, type Dc09KeyAnswer } from './dc09-decode.ts';
import { FrameSplitter } from './frame/dc09-frame.ts';
import { replyTo } from './dc09-reply.ts';

type ExpectedSignal = {
  kind: string;
  code: string | null;
  zone: string | null;
  latitude?: number;
  longitude?: number;
  text?: string;
  warnings: string[];
};

type CorpusFrame = {
  name: string;
  quality: 'clean' | 'sloppy' | 'broken' | 'hostile';
  now?: string;
  frame: string;
  expected: {
    answer: string;
    reply?: string;
    failure?: string;
    raise?: boolean;
    account: string | null;
    sequence: string | null;
    signals: ExpectedSignal[];
  };
};

type Corpus = { now: string; accounts: Record<string, string>; frames: CorpusFrame[] };

const corpus = JSON.parse(
  readFileSync(new URL('corpus/dc09.json', import.meta.url), 'utf8'),
) as Corpus;

function keyFor(account: string): Dc09KeyAnswer {
  const key = corpus.accounts[account];
  if (key === undefined) return 'unknown';
  return key === 'none' ? 'none' : { key: Buffer.from(key.replace(/^ascii:/, ''), 'latin1') };
}

test('the corpus holds at least sixty frames, clean and sloppy', () => {
  expect(corpus.frames.length).toBeGreaterThanOrEqual(60);
  expect(new Set(corpus.frames.map((frame) => frame.quality))).toEqual(
    new Set(['clean', 'sloppy', 'broken', 'hostile']),
  );
});

describe.each(corpus.frames)('$quality: $name', ({ frame, now, expected }) => {
  const context: Dc09Context = { now: new Date(now ?? corpus.now), keyFor };
  const bytes = Buffer.from(frame, 'latin1');

  test('is decoded and answered as it says', () => {
    const splitter = new FrameSplitter();
    const cut = [...splitter.cutAll(bytes)];
    expect(cut).toHaveLength(1);
    const decoded = decodeDc09(cut[0]!.raw, context);
    const verdict = replyTo(decoded, context);

    expect(decoded.status === 'failed' ? decoded.failure : undefined).toBe(expected.failure);
    expect(decoded.account).toBe(expected.account);
    expect(decoded.sequence).toBe(expected.sequence);
    expect(decoded.signals.map(comparable)).toEqual(expected.signals.map(rounded));
    expect(verdict.answer).toBe(expected.answer);
    expect(verdict.raise).toBe(expected.raise ?? false);
    if (expected.reply !== undefined) {
      expect(Buffer.from(verdict.reply ?? []).toString('latin1')).toBe(expected.reply);
    }
    for (const signal of decoded.signals) expect(() => decodedSignal.parse(signal)).not.toThrow();
  });

  test('is cut the same when it dribbles in byte by byte', () => {
    const splitter = new FrameSplitter();
    const whole = [...splitter.cutAll(bytes)];
    const dribbled = [...bytes].flatMap((byte) => [...splitter.push(Uint8Array.of(byte))]);
    expect([...dribbled, ...splitter.flush()]).toEqual(whole);
  });
});

function comparable(
  signal: ReturnType<typeof decodeDc09>['signals'][number],
): Record<string, unknown> {
  return rounded({
    kind: signal.kind,
    code: signal.code,
    zone: signal.zone ?? null,
    ...(signal.position === null ? {} : signal.position),
    ...(signal.text === null ? {} : { text: signal.text }),
    warnings: signal.warnings,
  });
}

function rounded(signal: ExpectedSignal): Record<string, unknown> {
  const { kind, code, zone, latitude, longitude, text, warnings } = signal;
  return {
    kind,
    code,
    zone,
    latitude: latitude?.toFixed(6),
    longitude: longitude?.toFixed(6),
    text,
    warnings: [...warnings].sort(),
  };
}
