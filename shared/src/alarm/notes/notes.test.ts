// A note is never changed: what should have stood there comes after it, from who wrote it.
import { expect, it } from 'vitest';
import { claimed, closedAs, note, noted } from '../../testing/facts.ts';
import {
  anna,
  at,
  bram,
  dirk,
  given,
  member,
  pressed,
  uuid,
  type Asked,
} from '../../testing/given.ts';

const correct = {
  type: 'CorrectNote',
  noteId: note.noteId,
  text: 'hoor een kind',
} as const satisfies Asked;
/** Version 3. */
const written = () => given(pressed(), at(5, anna, claimed(anna)), at(10, anna, noted(anna)));

it('is corrected by who wrote it, as often as it takes', () => {
  const story = written();
  const corrected = (version: number) => ({
    type: 'NoteCorrected' as const,
    data: { noteId: note.noteId, version, by: member(anna) },
    personal: { text: correct.text },
  });
  story.when(correct, anna, 20).then(corrected(3));
  story.when(correct, anna, 30).then(corrected(4));
  expect(story.alarm.notes).toEqual([{ noteId: note.noteId, version: 5, by: member(anna) }]);
});

it('is nobody else’s to correct, a supervisor’s neither', () => {
  const story = written();
  for (const other of [bram, dirk])
    story.when(correct, other, 20).refused('notitie-van-ander', { by: 'Anna' });
  story.when({ ...correct, noteId: uuid(501) }, anna, 20).refused('notitie-onbekend');
});

it('also once it is closed', () => {
  const story = written();
  story.add([closedAs('unknown', anna)], anna, 100);
  story.when(correct, anna, 200).accepted();
  expect(story.alarm.closed).not.toBeNull();
});
