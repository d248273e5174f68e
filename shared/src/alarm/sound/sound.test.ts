// Sound at an alarm: who listens and hears what, what is kept, and how long the owner really listened
// (domain: "Listen-in and recording", "The honest clock").
import { describe, expect, test } from 'vitest';
import {
  audible,
  claim,
  claimListening,
  claimed,
  close,
  closedAs,
  erase,
  erased,
  hearing,
  held,
  hold,
  letGo,
  letGoOf,
  listenerLost,
  listening,
  mark,
  marked,
  ownerLost,
  playbackRequested,
  recordingId,
  release,
  released,
  reopened,
  reported,
  reportAudible,
  reportHearing,
  requestPlayback,
  segment,
  segmentStored,
  soundEnded,
  soundLost,
  soundResumed,
  soundStarted,
  startListening,
  stoppedListening,
  stopListening,
  takeOver,
  takenOver,
} from '../../testing/facts.ts';
import {
  anna,
  at,
  bram,
  button,
  dirk,
  given,
  member,
  moment,
  pressed,
  system,
  uuid,
  withSound,
} from '../../testing/given.ts';
import { listenedMilliseconds } from './state.ts';

const listenIn = system('listen-in');
const presence = system('presence');
type Past = Parameters<typeof given>;

/** Pressed, recorded from the first packet, claimed by Anna. */
const recorded = (...rest: Past) =>
  given(pressed(withSound), at(1, listenIn, soundStarted(1)), at(5, anna, claimed(anna)), ...rest);
/** Anna has heard sound since second 10. */
const heard = (...rest: Past) =>
  recorded(at(6, anna, listening(anna)), at(10, anna, hearing(anna, 'sound')), ...rest);
const listenedSeconds = (story: ReturnType<typeof given>, second: number) =>
  listenedMilliseconds(story.alarm, new Date(moment(second))) / 1000;

describe('listening in', () => {
  test('is written down, and everybody sees who listens', () => {
    const story = recorded();
    story.when(startListening, anna, 6).then(listening(anna));
    story.when(startListening, dirk, 7).then(listening(dirk));
    expect(story.alarm.listeners).toEqual([
      { by: member(anna), since: moment(6), hears: 'nothing' },
      { by: member(dirk), since: moment(7), hears: 'nothing' },
    ]);
    story.when(stopListening, dirk, 9).then(stoppedListening(dirk));
    expect(story.alarm.listeners.map(({ by }) => by.name)).toEqual(['Anna']);
  });

  test('a desk that comes back after its line broke says nothing new', () => {
    heard().when(startListening, anna, 20).changesNothing();
  });

  test('not before somebody answers for the alarm, and only where there is sound', () => {
    given(pressed(withSound)).when(startListening, anna, 2).refused('geen-eigenaar');
    given(pressed(), at(5, anna, claimed(anna)))
      .when(startListening, anna, 6)
      .refused('knop-zonder-geluid');
  });

  test('begins with the claim where both are asked at once, and not at all with a refused one', () => {
    given(pressed(withSound)).when(claimListening, anna, 5).then(claimed(anna), listening(anna));
    // Who came to hear it before somebody answered for it is written down already.
    recorded(at(6, dirk, listening(dirk)), at(7, anna, released(anna)))
      .when(claimListening, dirk, 8)
      .then(claimed(dirk));
    recorded()
      .when(claimListening, dirk, 6)
      .refused('al-aangenomen', { owner: 'Anna', at: moment(5) });
    given(pressed()).when(claimListening, anna, 5).refused('knop-zonder-geluid');
  });

  test('ends with the alarm, and with the desk', () => {
    const story = heard();
    story.when(listenerLost(dirk), presence, 20).changesNothing();
    story.when(listenerLost(anna), presence, 20).then(stoppedListening(anna, 'desk-lost'));
    expect(heard(at(20, dirk, closedAs('unknown', dirk))).alarm.listeners).toEqual([]);
  });

  test('F4 ends for whoever had the alarm, as he gives it back or it is taken over from him', () => {
    const story = heard(at(15, bram, listening(bram)));
    story
      .when(takeOver, bram, 20)
      .then(takenOver(anna, bram), stoppedListening(anna, 'taken-over'));
    story.when(release, bram, 30).then(released(bram), stoppedListening(bram));
    expect(story.alarm.listeners).toEqual([]);
    // Who does not listen has nothing to stop.
    recorded().when(release, anna, 20).then(released(anna));
    recorded().when(takeOver, bram, 20).then(takenOver(anna, bram));
  });

  test('what a desk hears is written down when it changes, by who listens only', () => {
    const story = heard();
    story.when(reportHearing('sound'), anna, 11).changesNothing();
    story.when(reportHearing('silence'), anna, 12).then(hearing(anna, 'silence'));
    story.when(reportHearing('sound'), bram, 12).refused('luistert-niet');
  });

  test('what a desk reports by itself is nobody at work', () => {
    const story = heard();
    const before = story.alarm.lastActivityAt;
    story.when(reportHearing('muted'), anna, 20).accepted();
    story.when(reportAudible(), anna, 20).accepted();
    expect(story.alarm.lastActivityAt).toBe(before);
    expect(story.alarm.ownership).toMatchObject({ activeAt: before });
  });
});

describe('audible', () => {
  test('is the first time a listener’s desk decoded sound', () => {
    const story = recorded(at(6, anna, listening(anna)));
    story.when(reportAudible(), anna, 7).then(audible(anna));
    story.when(reportAudible(), anna, 8).changesNothing();
    expect(story.alarm.times.audible).toBe(moment(7));
  });

  test('a silent line is told apart and is not audible', () => {
    const story = recorded(at(6, anna, listening(anna)));
    story.when(reportAudible('silent'), anna, 7).then(audible(anna, 'silent'));
    expect(story.alarm.times.audible).toBeUndefined();
    expect(story.alarm.sound.silentLineAt).toBe(moment(7));
    story.when(reportAudible('silent'), anna, 8).changesNothing();
    story.when(reportAudible(), anna, 9).then(audible(anna));
    expect(story.alarm.times.audible).toBe(moment(9));
    expect(story.alarm.sound.silentLineAt).toBe(moment(7));
  });

  test('a line that fell silent later was audible all the same', () => {
    const story = recorded(at(6, anna, listening(anna)), at(7, anna, audible(anna)));
    story.when(reportAudible('silent'), anna, 20).changesNothing();
  });
});

describe('the owner’s listening time', () => {
  test('runs while he hears live sound, and stands still when he does not', () => {
    const story = heard();
    expect(listenedSeconds(story, 15)).toBe(5);
    story.when(reportHearing('muted'), anna, 20).accepted();
    expect(listenedSeconds(story, 99)).toBe(10);
    story.when(reportHearing('sound'), anna, 100).accepted();
    story.when(reportHearing('silence'), anna, 103).accepted();
    expect(listenedSeconds(story, 999)).toBe(13);
    expect(story.alarm.listened).toEqual({ milliseconds: 13_000, runningSince: null });
  });

  test('stops when the media-server receives nothing, whatever the desk still says', () => {
    const story = heard(at(20, listenIn, soundLost(20)));
    expect(listenedSeconds(story, 99)).toBe(10);
    story.when(reported('sound-resumed', 50, { gapMilliseconds: 30_000 }), listenIn, 50).accepted();
    expect(listenedSeconds(story, 55)).toBe(15);
  });

  test('does not begin on a desk’s word alone', () => {
    const story = given(
      pressed(withSound),
      at(5, anna, claimed(anna)),
      at(6, anna, listening(anna), hearing(anna, 'sound')),
    );
    expect(listenedSeconds(story, 60)).toBe(0);
    story.when(reported('sound-started', 60), listenIn, 60).accepted();
    expect(listenedSeconds(story, 64)).toBe(4);
  });

  test('ends when he gives the alarm back, and is kept', () => {
    const story = heard();
    story.when(release, anna, 20).then(released(anna), stoppedListening(anna));
    expect(listenedSeconds(story, 99)).toBe(10);
  });

  test('of a desk that vanished the last stretch is not counted: nobody knows when it fell silent', () => {
    const story = heard(at(20, anna, hearing(anna, 'muted')), at(30, anna, hearing(anna, 'sound')));
    story
      .when(ownerLost(anna), presence, 60)
      .then(released(anna, 'owner-lost'), stoppedListening(anna, 'desk-lost'));
    expect(listenedSeconds(story, 99)).toBe(10);
  });

  test('is each owner’s own ears: who takes over adds what he hears himself', () => {
    const story = heard(at(15, bram, listening(bram)));
    story.when(takeOver, bram, 20).accepted();
    expect(listenedSeconds(story, 30)).toBe(10);
    story.when(reportHearing('sound'), bram, 30).accepted();
    expect(listenedSeconds(story, 35)).toBe(15);
  });

  test('a colleague who listens along adds nothing', () => {
    const story = recorded(at(6, bram, listening(bram), hearing(bram, 'sound')));
    expect(listenedSeconds(story, 60)).toBe(0);
  });

  test('stops at closing and does not begin again by reopening', () => {
    const story = heard(at(20, dirk, closedAs('unknown', dirk)), at(30, dirk, reopened(dirk)));
    story.when(claim, anna, 31).accepted();
    expect(listenedSeconds(story, 99)).toBe(10);
  });
});

describe('what the media-server reports', () => {
  test('sound, a gap, its return and its end', () => {
    const story = given(pressed(withSound));
    story.when(reported('sound-started', -2), listenIn, 1).then(soundStarted(-2));
    story.when(reported('sound-lost', 20), listenIn, 22).then(soundLost(20));
    expect(story.alarm.sound).toMatchObject({ status: 'lost', since: moment(20) });
    story.when(reported('sound-resumed', 25), listenIn, 25).then(soundResumed(25, 5_000));
    story.when(reported('sound-ended', 40), listenIn, 40).then(soundEnded(40));
    expect(story.alarm.sound).toMatchObject({
      status: 'ended',
      since: moment(40),
      recordings: [
        {
          recordingId: recordingId(),
          startedAt: moment(-2),
          endedAt: moment(40),
          codec: 'opus',
          gaps: 1,
          segments: 0,
        },
      ],
    });
  });

  test('each segment’s hash is in the log', () => {
    const story = recorded();
    for (const index of [0, 1])
      story
        .when(reported('segment-stored', 10, segment(index, 10)), listenIn, 10)
        .then(segmentStored(index, 10));
    expect(story.alarm.sound.recordings[0]?.segments).toBe(2);
  });

  test('told twice, or after what came later, it writes nothing', () => {
    const story = recorded(
      at(6, listenIn, segmentStored(0, 6)),
      at(20, listenIn, soundLost(20)),
      at(25, listenIn, soundResumed(25, 5_000)),
    );
    const again = [
      reported('sound-started', 1),
      reported('segment-stored', 6),
      reported('sound-lost', 20),
      reported('sound-resumed', 25),
    ];
    for (const fact of again) story.when(fact, listenIn, 30).changesNothing();
    story.when(reported('sound-ended', 31), listenIn, 31).accepted();
    for (const fact of again) story.when(fact, listenIn, 32).changesNothing();
    story.when(reported('sound-ended', 31), listenIn, 33).changesNothing();
  });

  test('of a recording this alarm does not have it writes nothing', () => {
    recorded()
      .when(reported('sound-lost', 20, { recordingId: recordingId(2) }), listenIn, 20)
      .changesNothing();
  });

  test('a recording that is full ends after the next began: the line goes on', () => {
    const story = recorded(at(60, listenIn, soundStarted(60, 2)));
    story.when(reported('sound-ended', 60, { why: 'full' }), listenIn, 60).accepted();
    expect(story.alarm.sound).toMatchObject({ status: 'receiving', since: moment(60) });
    expect(story.alarm.sound.recordings.map(({ endedAt }) => endedAt)).toEqual([moment(60), null]);
  });

  test('what comes after closing is still written down', () => {
    const story = recorded(at(20, dirk, closedAs('unknown', dirk)));
    story
      .when(reported('segment-stored', 21, segment(0, 21)), listenIn, 21)
      .then(segmentStored(0, 21));
    story
      .when(reported('sound-ended', 21, { why: 'released' }), listenIn, 21)
      .then(soundEnded(21, 'released'));
    expect(story.alarm.closed?.outcome).toBe('unknown');
  });

  test('never makes a pending loos, nor voids one', () => {
    const story = recorded();
    const { verification, ownership } = story.alarm;
    story.when(reported('sound-lost', 20), listenIn, 20).accepted();
    expect(story.alarm).toMatchObject({ verification, ownership });
  });
});

describe('a marker', () => {
  test('is a moment in what was recorded, its words sealed with what is personal', () => {
    const story = recorded();
    story.when(mark(3), bram, 9).then(marked(bram, 3));
    story.when(mark(3), bram, 9).changesNothing();
    expect(story.alarm.markers).toEqual([
      { markerId: uuid(600), audioMoment: moment(3), by: member(bram) },
    ]);
    expect(story.alarm.personal?.markerLabels).toEqual({ [uuid(600)]: 'roept een naam' });
  });

  test('not before the first sound, nor in what is still to come', () => {
    recorded().when(mark(0.5), anna, 9).refused('moment-buiten-opname');
    recorded().when(mark(20), anna, 9).refused('moment-buiten-opname');
    recorded(at(10, listenIn, soundEnded(10)))
      .when(mark(11), anna, 20)
      .refused('moment-buiten-opname');
  });
});

describe('after closing', () => {
  const closed = (...rest: Past) => recorded(at(20, dirk, closedAs('unknown', dirk)), ...rest);

  test('listening back asks for a reason', () => {
    closed().when(requestPlayback, anna, 30).then(playbackRequested(anna));
    recorded().when(requestPlayback, anna, 10).refused('niet-gesloten');
    given(pressed(), at(5, dirk, closedAs('unknown', dirk)))
      .when(requestPlayback, anna, 30)
      .refused('geen-opname');
  });

  test('erasing leaves its line of proof, once', () => {
    const story = closed();
    story.when(erase(), listenIn, 99).then(erased());
    story.when(erase(), listenIn, 99).changesNothing();
    story.when(requestPlayback, anna, 100).refused('opname-gewist');
  });

  test('a supervisor holds it, with a reason, and lets it go', () => {
    const story = closed();
    story.when(hold, anna, 30).refused('rol-mag-niet');
    story.when(hold, dirk, 30).then(held(dirk));
    expect(story.alarm.sound.held).toEqual({ by: member(dirk), at: moment(30) });
    story.when(hold, dirk, 31).refused('opname-vastgehouden', { by: 'Dirk' });
    story.when(letGoOf, dirk, 32).then(letGo(dirk));
    expect(story.alarm.sound.held).toBeNull();
  });

  test('a device that still sends changes nothing of the closing', () => {
    const story = closed();
    story.when(close('unknown'), anna, 30).refused('gesloten');
    story.when(startListening, anna, 30).refused('gesloten');
    story.when(reported('sound-lost', 30), button, 30).accepted();
    expect(story.alarm.listened.runningSince).toBeNull();
  });
});
