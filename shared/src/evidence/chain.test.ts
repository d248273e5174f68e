// What can be done to a log, and that the chain shows it.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chainStart, findFault, linkHash, type ChainLink } from './chain.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function chainOf(texts: readonly string[]): ChainLink[] {
  let previousHash = chainStart;
  return texts.map((text, index) => {
    const link = {
      version: index + 1,
      previousHash,
      hash: linkHash(sha256, previousHash, text),
      text,
    };
    previousHash = link.hash;
    return link;
  });
}

const whole = chainOf(['raised', 'claimed', 'verified', 'closed']);
const find = (links: readonly ChainLink[]) => findFault(sha256, links);

test('a whole chain has no fault, and neither has an empty one', () => {
  expect(find(whole)).toBeNull();
  expect(find([])).toBeNull();
});

test('the first link follows nothing: 64 zeros', () => {
  expect(whole[0]?.previousHash).toBe('0'.repeat(64));
  expect(whole[0]?.hash).toBe(sha256(`${'0'.repeat(64)}raised`));
});

describe('tampering', () => {
  test('one letter of a text', () => {
    expect(find(whole.with(1, { ...whole[1]!, text: 'Claimed' }))).toEqual({
      fault: 'changed',
      version: 2,
    });
  });

  test('a text with its own hash made to fit', () => {
    const forged = { ...whole[1]!, text: 'parked' };
    forged.hash = linkHash(sha256, forged.previousHash, forged.text);
    expect(find(whole.with(1, forged))).toEqual({ fault: 'broken-link', version: 3 });
  });

  test('an event taken out', () => {
    expect(find(whole.toSpliced(1, 1))).toEqual({ fault: 'missing', version: 2 });
    expect(find(whole.slice(1))).toEqual({ fault: 'missing', version: 1 });
  });

  test('an event taken out and the rest renumbered', () => {
    const rest = whole.toSpliced(1, 1).map((link, index) => ({ ...link, version: index + 1 }));
    expect(find(rest)).toEqual({ fault: 'broken-link', version: 2 });
  });

  test('two events swapped', () => {
    const [first, second, third, fourth] = whole as [ChainLink, ChainLink, ChainLink, ChainLink];
    const swapped = [first, { ...third, version: 2 }, { ...second, version: 3 }, fourth];
    expect(find(swapped)).toEqual({ fault: 'broken-link', version: 2 });
  });

  test('an event put in', () => {
    const added = { ...whole[1]!, version: 3 };
    const rest = whole.slice(2).map((link) => ({ ...link, version: link.version + 1 }));
    expect(find([...whole.slice(0, 2), added, ...rest])).toEqual({
      fault: 'broken-link',
      version: 3,
    });
  });

  test('the end cut off, or everything chained anew: whole in itself, but another last hash', () => {
    expect(find(whole.slice(0, 3))).toBeNull();
    expect(whole[2]?.hash).not.toBe(whole[3]?.hash);
    const anew = chainOf(['raised', 'parked', 'verified', 'closed']);
    expect(find(anew)).toBeNull();
    expect(anew[3]?.hash).not.toBe(whole[3]?.hash);
  });

  test('any single change of any chain is a fault, or another last hash', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string(), { minLength: 1, maxLength: 8 }),
        fc.nat(),
        fc.constantFrom('text', 'hash', 'previousHash', 'version'),
        (texts, at, field) => {
          const links = chainOf(texts);
          const link = links[at % links.length]!;
          const value = field === 'version' ? link.version + 1 : `${link[field]}x`;
          expect(find(links.with(at % links.length, { ...link, [field]: value }))).not.toBeNull();
        },
      ),
    );
  });
});
