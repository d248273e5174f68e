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

/**
 * Which municipality somebody means, as the list writes it but for its capitals, and with its province behind it where two
 * are called the same: `Bergen (Limburg)`.
 * @returns its code; null where no municipality is called so, or two are.
 */
export function codeOfNamed(name: string): string | null {
  const asked = name.trim().toLowerCase();
  const found = [...municipalities.values()].filter(
    (one) =>
      one.name.toLowerCase() === asked ||
      `${one.name} (${provinceNames[one.province]})`.toLowerCase() === asked,
  );
  return found.length === 1 ? found[0]!.code : null; // just counted
}
