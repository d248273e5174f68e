// Asking somebody to take it: nothing of it is anybody's until he does.
import { describe, expect, test } from 'vitest';
import {
  assigned,
  assignmentEnded,
  claim,
  claimed,
  claimedFrom,
  claimListening,
  closedAs,
  listening,
  passed,
  released,
  release,
  soundStarted,
  stoppedListening,
  takeOver,
} from '../../testing/facts.ts';
import {
  anna,
  at,
  bram,
  dirk,
  given,
  member,
  moment,
  pressed,
  system,
  uuid,
  withSound,
} from '../../testing/given.ts';
import { isClaimable } from '../actions.ts';

const assign = { type: 'Assign', userId: bram.id } as const;
const end = { type: 'EndAssignment' } as const;
const findsBram = { colleague: member(bram) };

const owned = () => given(pressed(), at(5, anna, claimed(anna)));
const asked = () => given(pressed(), at(5, anna, claimed(anna)), at(6, anna, assigned(bram, anna)));

describe('asking', () => {
  test('an owner asks a colleague, and has it until that one took it', () => {
    const story = owned();
    story.when(assign, anna, 6, findsBram).then(assigned(bram, anna));
    expect(story.alarm.ownership).toMatchObject({ status: 'owned', by: member(anna) });
    expect(isClaimable(story.alarm, bram)).toBe(true);
    expect(isClaimable(story.alarm, dirk)).toBe(false);
    story.when(claim, bram, 9).then(claimedFrom(anna, bram));
    expect(story.alarm).toMatchObject({ ownership: { by: member(bram), since: moment(9) } });
    expect(story.alarm).not.toHaveProperty('assignment');
    expect(story.alarm.times.claimed).toBe(moment(5));
  });

  test('a supervisor asks anybody to take anything; a centralist gives away what he has', () => {
    given(pressed()).when(assign, anna, 5, findsBram).refused('geen-eigenaar');
    owned().when(assign, bram, 6, findsBram).refused('niet-van-u', { owner: 'Anna' });
    given(pressed()).when(assign, dirk, 5, findsBram).then(assigned(bram, dirk));
    owned().when(assign, dirk, 6, findsBram).then(assigned(bram, dirk));
  });

  test('only who sits at a desk, and not who has it', () => {
    owned().when(assign, anna, 6, { colleague: null }).refused('collega-afwezig');
    owned()
      .when({ ...assign, userId: anna.id }, dirk, 6, { colleague: member(anna) })
      .refused('al-van-collega', { owner: 'Anna' });
  });

  test('asking the same again says nothing; asking somebody else asks him instead', () => {
    const story = asked();
    story.when(assign, anna, 7, findsBram).changesNothing();
    story
      .when({ ...assign, userId: dirk.id }, anna, 8, { colleague: member(dirk) })
      .then(assigned(dirk, anna));
    story.when(claim, bram, 9).refused('al-aangenomen', { owner: 'Anna', at: moment(5) });
  });

  test('what nobody took goes on calling for everybody, and anybody may take it', () => {
    const story = given(pressed(), at(5, dirk, assigned(bram, dirk)));
    expect(isClaimable(story.alarm, anna)).toBe(true);
    expect(story.fastForward(20)).toEqual(given(pressed()).fastForward(20));
    story.when(claim, anna, 21).then(claimed(anna));
    expect(story.alarm).not.toHaveProperty('assignment');
  });

  test('with the alarm goes the ear of who had it, and no second passes without one', () => {
    const story = given(
      pressed(withSound),
      at(1, system('listen-in'), soundStarted(1)),
      at(5, anna, claimed(anna), listening(anna)),
      at(6, anna, assigned(bram, anna)),
    );
    story
      .when(claimListening, bram, 9)
      .then(claimedFrom(anna, bram), stoppedListening(anna, 'taken-over'), listening(bram));
  });
});

describe('it ends', () => {
  test('when whoever was asked says no', () => {
    const story = asked();
    story.when(end, bram, 8).then(assignmentEnded(bram, bram, 'declined'));
    story.when(end, bram, 9).refused('niet-toegewezen');
  });

  test('when whoever asked, has it or supervises takes it back; not by somebody else', () => {
    asked()
      .when(end, anna, 8)
      .then(assignmentEnded(bram, anna, 'taken-back'));
    asked()
      .when(end, dirk, 8)
      .then(assignmentEnded(bram, dirk, 'taken-back'));
    const chris = { ...anna, id: uuid(5), name: 'Chris' };
    asked().when(end, chris, 8).refused('niet-aan-u-toegewezen', { to: 'Bram' });
  });

  test.each([
    ['given back', () => asked().when(release, anna, 8).then(released(anna))],
    ['taken over', () => asked().when(takeOver, dirk, 8).accepted()],
  ])('when it is %s', (_how, change) => {
    expect(change().alarm).not.toHaveProperty('assignment');
  });

  test('when it is closed', () => {
    const story = asked();
    story.add([closedAs('unknown', anna)], anna, 9);
    expect(story.alarm).not.toHaveProperty('assignment');
    story.when(assign, dirk, 10, findsBram).refused('gesloten');
  });
});

test('a deadline that acts leaves it as it is', () => {
  const story = given(pressed(), at(5, dirk, assigned(bram, dirk)));
  story.add([passed('unclaimed-louder', 1, 10)], system('sweep'), 10);
  expect(story.alarm.assignment).toMatchObject({ to: member(bram), by: member(dirk) });
});
