import { whyNot } from '@achterwacht/shared/alarm/actions.ts';
import type { PersonCommand } from '@achterwacht/shared/alarm/commands.ts';
import type { ScriptField } from '@achterwacht/shared/alarm/script/fields.ts';
import { claimed } from '@achterwacht/shared/testing/facts.ts';
import { anna, at, bram, given, pressed, type Story } from '@achterwacht/shared/testing/given.ts';
import { describe, expect, test } from 'vitest';
import { ApiError } from '../api.ts';
import { mostWaiting, Turns, type Answered, type Sent } from './turns.ts';

/** The centre, which answers when it is told to; the board here has what it has. */
function desk({ withheld = false } = {}) {
  const story = given(pressed(), at(5, anna, claimed(anna)));
  const seen = story.alarm;
  const underWay: PersonCommand['type'][] = [];
  const asked: { command: PersonCommand; answer: (how: Answered) => void }[] = [];
  const came: Sent[] = [];
  const turns = new Turns({
    // A board that is behind has what it had.
    alarmNow: () => (withheld ? seen : story.alarm),
    whyNot: (alarm, type) => whyNot(alarm, anna, type)?.code ?? null,
    onChanged: (all) => underWay.splice(0, underWay.length, ...(all.get(seen.id) ?? [])),
  });
  return {
    story,
    turns,
    asked,
    came,
    underWay,
    types: () => asked.map(({ command }) => command.type),
    /** Types it; what came of it stands in `came`, in the order of the answers. */
    type(command: PersonCommand): void {
      void turns
        .take(
          story.alarm,
          command,
          (now) => new Promise<Answered>((answer) => asked.push({ command: now, answer })),
        )
        .then((sent) => came.push(sent));
    },
    /** The first that was not answered yet is decided by the rules themselves. */
    async answer(): Promise<void> {
      const { command, answer } = asked.at(-1)!;
      const before = story.alarm.version;
      story.when(command, anna, 10).accepted();
      const versions = Array.from(
        { length: story.alarm.version - before },
        (_, index) => before + index + 1,
      );
      answer({ status: 'done', versions });
      await settled();
    },
    async fail(status: number, code: string): Promise<void> {
      asked.at(-1)!.answer({ status: 'failed', error: new ApiError(status, code) });
      await settled();
    },
  };
}
const settled = () => new Promise((resolve) => setTimeout(resolve));

const tick = (field: ScriptField): PersonCommand => ({ type: 'TickReadBack', field, on: true });
const verify = ({ alarm }: Story): PersonCommand => ({
  type: 'Verify',
  expectedVersion: alarm.version,
  basis: 'person-on-site',
  note: 'bode ziet een man met een mes',
});
const confirm = ({ alarm }: Story): PersonCommand => ({
  type: 'ConfirmHandover',
  expectedVersion: alarm.version,
  policeOperator: 'Karel de Boer',
  incidentNumber: '2026-4471',
  channel: 'telephone',
  class: 'prio-1',
  overrideReason: null,
  route: { regionCode: null, which: '112' },
});

describe('what is asked before the last answer has come waits for it', () => {
  test('each is asked once, in order, and never two at a time', async () => {
    const { story, type, answer, types, came, underWay } = desk();
    type(verify(story));
    type(tick('who'));
    type(tick('where'));
    await settled();
    expect(types()).toEqual(['Verify']);
    expect(underWay).toEqual(['Verify', 'TickReadBack', 'TickReadBack']);
    await answer();
    expect(types()).toEqual(['Verify', 'TickReadBack']);
    await answer();
    await answer();
    expect(came).toEqual([{ status: 'done' }, { status: 'done' }, { status: 'done' }]);
    expect(underWay).toEqual([]);
    expect(story.alarm.readBack).toEqual(['who', 'where']);
  });

  test('the same key twice is one question; with another between them it is two', async () => {
    const { type, answer, types, came } = desk();
    type(tick('who'));
    type(tick('who'));
    await settled();
    expect(came).toEqual([{ status: 'repeated' }]);
    type(tick('where'));
    type(tick('who'));
    await settled();
    for (let left = 0; left < 3; left += 1) await answer();
    expect(types()).toHaveLength(3);
  });

  test('a key that is held fills nothing', async () => {
    const { type, came } = desk();
    for (let count = 0; count < mostWaiting + 2; count += 1)
      type(tick(count % 2 === 0 ? 'who' : 'where'));
    await settled();
    expect(came).toEqual([{ status: 'too-many' }]);
  });
});

describe('what was decided on something that did not come is not sent', () => {
  test('behind a refusal facts go, decisions do not, and it is said how many', async () => {
    const { story, type, answer, fail, types, came } = desk();
    type(verify(story));
    type(confirm(story));
    type(tick('who'));
    type({ type: 'Release' });
    await settled();
    await fail(409, 'tussentijds-gewijzigd');
    await answer();
    expect(types()).toEqual(['Verify', 'TickReadBack']);
    expect(came).toMatchObject([
      { status: 'failed', unsent: 2 },
      { status: 'unsent' },
      { status: 'done' },
      { status: 'unsent' },
    ]);
  });

  test('behind a question without an answer nothing goes, for nobody knows what stands there', async () => {
    const { type, fail, types, came, underWay } = desk();
    type(tick('who'));
    type(tick('where'));
    type({ type: 'Release' });
    await settled();
    await fail(0, 'timeout');
    expect(types()).toEqual(['TickReadBack']);
    expect(came).toMatchObject([
      { status: 'failed', unsent: 2 },
      { status: 'unsent' },
      { status: 'unsent' },
    ]);
    expect(underWay).toEqual([]);
  });

  test('what the rules forbid in its turn is not asked, nor what was decided behind it', async () => {
    const { story, type, answer, types, came } = desk();
    type({ type: 'Release' });
    type(verify(story));
    type({ type: 'Unpark' });
    await settled();
    await answer();
    expect(types()).toEqual(['Release']);
    expect(came).toEqual([
      { status: 'done' },
      { status: 'refused', why: 'geen-eigenaar', unsent: 1 },
      { status: 'unsent' },
    ]);
  });

  test('whoever waits for all of it hears whether the last landed', async () => {
    const { story, turns, type, answer, fail } = desk();
    const { id } = story.alarm;
    expect(await turns.landed(id)).toBe(true);
    type(tick('who'));
    const first = turns.landed(id);
    await settled();
    await answer();
    expect(await first).toBe(true);
    type(tick('who'));
    const second = turns.landed(id);
    await settled();
    await fail(0, 'timeout');
    expect(await second).toBe(false);
  });
});

describe('the version that a decision was taken on', () => {
  test('what the same person did before it outdates nothing', async () => {
    const { story, type, answer, came } = desk();
    type(verify(story));
    type(confirm(story));
    await settled();
    await answer();
    await answer();
    expect(came).toEqual([{ status: 'done' }, { status: 'done' }]);
    expect(story.alarm.handover.status).toBe('confirmed');
  });

  test('nor before the feed has brought what was answered', async () => {
    const { story, asked, type, answer } = desk({ withheld: true });
    type(verify(story));
    type(confirm(story));
    await settled();
    await answer();
    expect(asked.at(-1)!.command).toMatchObject({ expectedVersion: story.alarm.version });
  });

  test('what somebody else did meanwhile does', async () => {
    const { story, asked, type, answer } = desk();
    const { version } = story.alarm;
    type(tick('who'));
    type(verify(story));
    await settled();
    story.when({ type: 'TakeOver', reason: 'ploegwissel' }, bram, 8).accepted();
    story.when({ type: 'TakeOver', reason: 'toch niet' }, anna, 9).accepted();
    await answer();
    expect(asked.at(-1)!.command).toMatchObject({ type: 'Verify', expectedVersion: version });
  });
});
