// What `./achterwacht press` says: sentences while it happens, or one line of JSON when it is done.
import type { Outcome } from '../button/dc09-button.ts';
import type { Codec } from '../button/sound/sound.ts';
import type { SoundReport } from './sound-of-press.ts';

const codecNames: Record<Codec, string> = { opus: 'Opus', pcmu: 'PCMU', pcma: 'PCMA' };
const wayNames: Record<SoundReport['way'], string> = { whip: 'WHIP', rtp: 'SRTP' };

export function pressSentence(
  serial: string,
  { acknowledged, attempts, milliseconds, reply }: Outcome,
  isTest: boolean,
): string {
  const done = isTest ? 'getest' : 'ingedrukt';
  if (acknowledged) return `knop ${serial} ${done}, bevestigd na ${Math.round(milliseconds)} ms`;
  const answer = reply === null ? 'geen antwoord' : `antwoord ${reply.type}`;
  const times = attempts === 1 ? '1 poging' : `${attempts} pogingen`;
  return `knop ${serial} ${done}, niet bevestigd: ${answer} na ${times}`;
}

export function connectedSentence(
  serial: string,
  way: SoundReport['way'],
  codec: Codec,
  milliseconds: number,
): string {
  const how = `${wayNames[way]}, ${codecNames[codec]}`;
  return `knop ${serial} zendt geluid (${how}), verbonden na ${milliseconds} ms`;
}

export function soundSentence(serial: string, report: SoundReport): string {
  if (report.isNoSoundHere) {
    return `knop ${serial} zendt geen geluid: deze centrale heeft nu geen geluid`;
  }
  if (!report.accepted) {
    return `knop ${serial} zendt geen geluid: ${report.refusal ?? ''}`;
  }
  const sent = `${Math.round(report.seconds)} s geluid gezonden (${report.packets} pakketten)`;
  const { media, other, rtcp, dtls } = report.arrived;
  const back =
    media + other > 0
      ? `LET OP: ${media + other} pakketten kwamen terug die hoorbaar kunnen zijn`
      : `niets hoorbaars kwam terug (RTCP ${rtcp}, DTLS ${dtls})`;
  const broken = report.refusal === null ? '' : `, niet netjes beëindigd: ${report.refusal}`;
  return `knop ${serial}: ${sent}, ${back}${broken}`;
}

/** `sequence` to `milliseconds` are null for a button whose sound is its press. */
export function reportInJson(serial: string, press: Outcome | null, sound: SoundReport | null) {
  return {
    serial,
    sequence: press?.sequence ?? null,
    acknowledged: press ? press.acknowledged : (sound?.accepted ?? false),
    reply: press?.reply?.text ?? null,
    milliseconds: press ? Math.round(press.milliseconds * 10) / 10 : null,
    ...(sound ? { sound } : {}),
  };
}
