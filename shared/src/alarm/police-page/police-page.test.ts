// The page that shows the police this one alarm.
import { describe, expect, test } from 'vitest';
import { handedOver, owned } from '../../testing/begun.ts';
import { anna, moment, system } from '../../testing/given.ts';
import {
  linkRevoked,
  linkShared,
  linkViewed,
  pageViewed,
  revokeLink,
  shareLink,
} from '../../testing/handover-facts.ts';
import { linkMinutes } from './link.ts';

const page = system('police-link');

describe('the page for the police', () => {
  test('is shared once it is handed over, looked at, and revoked', () => {
    owned().when(shareLink(900), anna, 9).refused('nog-niet-doorgemeld');
    const story = handedOver();
    story.when(shareLink(900), anna, 20).then(linkShared(anna, 900));
    story.when(shareLink(900), anna, 20).changesNothing();
    story.when(pageViewed, page, 30).then(linkViewed);
    story.when(pageViewed, page, 40).then(linkViewed);
    expect(story.alarm.policeLinks).toMatchObject([{ views: 2, lastViewedAt: moment(40) }]);
    story.when(revokeLink, anna, 50).then(linkRevoked(anna));
    story.when(revokeLink, anna, 51).changesNothing();
    expect(story.alarm.policeLinks).toMatchObject([{ revokedAt: moment(50) }]);
  });

  test('F7 ends after twelve hours at the latest, whatever moment somebody names', () => {
    const longest = linkMinutes.most * 60;
    const asked = { ...shareLink(0), until: '9999-12-31T23:59:59.999Z' };
    handedOver()
      .when(asked, anna, 20)
      .then(linkShared(anna, 20 + longest));
    handedOver().when(shareLink(longest), anna, 20).then(linkShared(anna, longest));
  });

  test('does not begin in the past', () => {
    handedOver().when(shareLink(19), anna, 20).refused('einde-in-verleden');
  });
});
