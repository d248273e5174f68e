// Every view of the desk's states, in both languages.
import { deskHolds, type View } from './every-size.ts';

const windows = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
  { width: 2560, height: 1440 },
];
const views = windows.flatMap((size) =>
  ([100, 130] as const).flatMap((letters) =>
    (['dag', 'nacht'] as const).map((theme): View => ({ ...size, letters, theme })),
  ),
);

deskHolds('nl-NL', views);
deskHolds('en-GB', views);
