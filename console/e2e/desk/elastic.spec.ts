// Every two of window, letters, theme and language meet in one of these views; all of them together are a drill.
import { deskHolds } from './every-size.ts';

deskHolds(
  'nl-NL',
  [
    { width: 1366, height: 768, letters: 100, theme: 'dag' },
    { width: 1920, height: 1080, letters: 130, theme: 'nacht' },
    { width: 2560, height: 1440, letters: 100, theme: 'nacht' },
  ],
  { hasPictures: true },
);
deskHolds('en-GB', [
  { width: 1366, height: 768, letters: 130, theme: 'nacht' },
  { width: 1920, height: 1080, letters: 100, theme: 'dag' },
  { width: 2560, height: 1440, letters: 130, theme: 'dag' },
]);
