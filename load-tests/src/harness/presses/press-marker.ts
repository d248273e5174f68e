// Tells presses apart at the far end. A press says nothing a load test could number it by, except where
// it is: the press with index 1,234 stands at 52° 01.234' north. Floors see that in the frame, the
// product's consoles in the event's position.
import { encodeFrame } from '../../button/dc09-frames.ts';

/** Thousandths of a minute within one degree. */
export const mostMarkers = 60_000;

export type MarkedPress = { account: string; sequence: number; index: number; time: Date };

/** A panic whose position carries `index`, which is below `mostMarkers`. */
export function markedFrame({ account, sequence, index, time }: MarkedPress): Buffer {
  if (index >= mostMarkers) throw new RangeError('there are no more places to mark presses with');
  const minutes = (index / 1000).toFixed(4).padStart(7, '0');
  return encodeFrame({
    id: 'SIA-DCS',
    sequence,
    receiver: '1',
    account,
    data: 'Nri1/PA001',
    extended: ['X004E53.7101', `Y52N${minutes}`],
    time,
  });
}

/** The index in a frame as sent; null when it carries none. */
export function markerInFrame(frame: string): number | null {
  const minutes = /\[Y52N(\d\d\.\d{4})\]/.exec(frame)?.[1];
  return minutes === undefined ? null : Math.round(Number(minutes) * 1000);
}

/** The index in a latitude of degrees with six decimals; null outside the marked degree. */
export function markerInLatitude(latitude: number): number | null {
  const index = Math.round((latitude - 52) * mostMarkers);
  return index >= 0 && index < mostMarkers ? index : null;
}
