// The words of the sheet that goes along with a button, in Dutch that everybody reads (B1). It names the button and no
// person, no reason and no word: it lies on a table at home.
import { encode } from 'uqr';
import { textOf } from '../../http/texts.ts';

export type HandOut = ReturnType<typeof handOutOf>;

const day = new Intl.DateTimeFormat('nl-NL', { timeZone: 'Europe/Amsterdam', dateStyle: 'long' });

const pressSteps = [
  'hand_out_press_1',
  'hand_out_press_2',
  'hand_out_press_3',
  'hand_out_press_4',
  'hand_out_press_5',
];
const careLines = ['hand_out_care_1', 'hand_out_care_2', 'hand_out_care_3'];

type About = {
  serial: string;
  /** Null: until it is taken back. */
  endsAt: string | null;
  municipality: string;
  municipalityPhone: string | null;
  centre: string;
  centrePhone: string;
  /** Where whoever wears it reads about his own button. */
  address: string;
};

export function handOutOf(about: About) {
  const { serial, endsAt, municipality, municipalityPhone, centre, centrePhone, address } = about;
  const text = (name: string, details = {}) => textOf(name, details);
  const agreed: [string, string][] = [
    [text('hand_out_button'), serial],
    [text('hand_out_until'), endsAt ? day.format(new Date(endsAt)) : text('hand_out_fixed')],
    ...asked(text('hand_out_ask_municipality', { municipality }), municipalityPhone),
    ...asked(text('hand_out_ask_centre', { centre }), centrePhone),
  ];
  return {
    title: text('hand_out_title'),
    author: municipality,
    language: 'nl',
    whose: text('hand_out_whose', { serial, municipality }),
    press: {
      title: text('hand_out_press'),
      steps: pressSteps.map((step) => text(step)),
    },
    accident: { title: text('hand_out_accident'), text: text('hand_out_accident_text') },
    care: {
      title: text('hand_out_care'),
      lines: careLines.map((line) => text(line)),
    },
    agreed: {
      title: text('hand_out_agreed'),
      rows: agreed,
      blanks: [text('hand_out_confidant'), text('hand_out_confidant')],
    },
    code: {
      svg: codeOf(address),
      alt: text('hand_out_code_alt'),
      text: text('hand_out_code'),
      address,
    },
  };
}

/** Nobody is sent to a telephone that has no number. */
const asked = (whom: string, phone: string | null): [string, string][] =>
  phone === null || phone.trim() === '' ? [] : [[whom, phone]];

/** As a picture that needs no typeface: a square for each dark field. */
function codeOf(words: string): string {
  const { data, size } = encode(words, { border: 2, ecc: 'M' });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><rect width="${size}" height="${size}" fill="#fff"/><path d="${path}" fill="#000"/></svg>`;
}
