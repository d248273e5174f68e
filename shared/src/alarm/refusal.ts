// A named "no", which every rule may give. The code is part of the API; its sentence stands in messages/nl.json and
// en.json.

export type RefusalCode =
  | 'al-aangenomen'
  | 'al-van-u'
  | 'al-van-collega'
  | 'collega-afwezig'
  | 'niet-toegewezen'
  | 'niet-aan-u-toegewezen'
  | 'niet-van-u'
  | 'gesloten'
  | 'niet-gesloten'
  | 'niet-geparkeerd'
  | 'spoed-niet-parkeren'
  | 'einde-in-verleden'
  | 'geen-eigenaar'
  | 'tussentijds-gewijzigd'
  | 'verificatie-ontbreekt'
  | 'verificatie-niet-nodig'
  | 'doormelding-ontbreekt'
  | 'tweede-persoon-nodig'
  | 'minimale-luistertijd'
  | 'geen-codewoord'
  | 'uitkomst-past-niet'
  | 'toelichting-ontbreekt'
  | 'knop-heeft-alarm'
  | 'alarm-onleesbaar'
  | 'codewoord-afgesproken'
  | 'knop-zonder-geluid'
  | 'luistert-niet'
  | 'geen-opname'
  | 'opname-gewist'
  | 'niet-opgenomen'
  | 'opname-vastgehouden'
  | 'inhoud-gewist'
  | 'opname-niet-vastgehouden'
  | 'moment-buiten-opname'
  | 'afspeelreden-ontbreekt'
  | 'al-doorgemeld'
  | 'al-bevestigd'
  | 'nog-niet-doorgemeld'
  | 'test-niet-doormelden'
  | 'niet-geverifieerd'
  | 'niet-onverifieerbaar'
  | 'geen-andere-hulpverlener'
  | 'moment-klopt-niet'
  | 'politiestatus-onbekend'
  | 'notitie-onbekend'
  | 'notitie-van-ander'
  | 'link-onbekend'
  | 'oefening-niet-naar-buiten'
  | 'beller-bezet'
  | 'geen-beller'
  | 'niet-beller'
  | 'niet-bellen'
  | 'niet-bellen-thuis'
  | 'contact-onbekend'
  | 'codewoord-niet-gehoord'
  | 'dwangwoord-gehoord'
  | 'stap-onbekend'
  | 'stap-verplicht'
  | 'stap-wacht-nog'
  | 'niet-gevonden-wachten'
  | 'politie-nog-bezig'
  | 'rol-mag-niet';

export type Refusal<Code extends RefusalCode = RefusalCode> = {
  code: Code;
  /** What the sentence needs: who owns it, how many seconds are missing, and so on. */
  details: Record<string, string | number>;
};

export function refusal<Code extends RefusalCode>(
  code: Code,
  details: Refusal['details'] = {},
): Refusal<Code> {
  return { code, details };
}
