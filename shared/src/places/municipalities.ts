// Municipalities by their CBS code: what a place's municipality is called, and its province.
import list from './municipalities.json' with { type: 'json' };

/** The provinces by the numbers of the source (GeoNames). */
export type Province =
  | '01' // Drenthe
  | '02' // Friesland
  | '03' // Gelderland
  | '04' // Groningen
  | '05' // Limburg
  | '06' // Noord-Brabant
  | '07' // Noord-Holland
  | '09' // Utrecht
  | '10' // Zeeland
  | '11' // Zuid-Holland
  | '15' // Overijssel
  | '16'; // Flevoland

export const provinceNames = {
  '01': 'Drenthe',
  '02': 'Fryslân',
  '03': 'Gelderland',
  '04': 'Groningen',
  '05': 'Limburg',
  '06': 'Noord-Brabant',
  '07': 'Noord-Holland',
  '09': 'Utrecht',
  '10': 'Zeeland',
  '11': 'Zuid-Holland',
  '15': 'Overijssel',
  '16': 'Flevoland',
} satisfies Record<Province, string>;

export type Municipality = { code: string; name: string; province: Province };

// The file is generated in this shape; JSON imports lose the tuple.
const rows = list.municipalities as [code: string, name: string, province: Province][];

export const municipalities: ReadonlyMap<string, Municipality> = new Map(
  rows.map(([code, name, province]) => [code, { code, name, province }]),
);

/** As people say it, where the list says it otherwise. */
const alsoCalled: Readonly<Record<string, string>> = {
  'den bosch': '0796',
  's gravenhage': '0518',
};

/** However capitals, accents, apostrophes and hyphens are typed. */
const folded = (name: string) =>
  name
    .normalize('NFD')
    .replaceAll(/[\u0300-\u036f'’‘`]/g, '')
    .replaceAll(/[\s-]+/g, ' ')
    .trim()
    .toLowerCase();

/**
 * Which municipality somebody means, as the list writes it or people say it, and with its province behind it where two
 * are called the same: `Bergen (Limburg)`.
 * @returns its code; null where no municipality is called so, or two are.
 */
export function codeOfNamed(name: string): string | null {
  const asked = folded(name);
  const found = [...municipalities.values()].filter(
    (one) =>
      folded(one.name) === asked ||
      folded(`${one.name} (${provinceNames[one.province]})`) === asked,
  );
  return found.length === 1 ? found[0]!.code : (alsoCalled[asked] ?? null); // just counted
}
