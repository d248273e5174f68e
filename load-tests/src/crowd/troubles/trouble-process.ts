// The process of one maker of trouble: opens it, closes it when told, and is gone with whoever started it.
import type {
  OpenedTrouble,
  OpenTrouble,
  TroubleAnswer,
  TroubleName,
  TroubleOrder,
} from './trouble.ts';

const makers: Record<TroubleName, () => Promise<{ open: OpenTrouble }>> = {
  'refused-presses': () => import('./refused-presses.ts'),
  'long-frames': () => import('./long-frames.ts'),
  'udp-flood': () => import('./udp-flood.ts'),
  'repeating-desk': () => import('./repeating-desk.ts'),
  'held-lock': () => import('./held-lock.ts'),
  'slow-police-page': () => import('./slow-police-page.ts'),
  import: () => import('./import.ts'),
  'slow-senders': () => import('./slow-senders.ts'),
  idle: () => import('./idle.ts'),
  'half-open': () => import('./half-open.ts'),
};

let opened: OpenedTrouble | undefined;

async function obey(order: TroubleOrder): Promise<TroubleAnswer> {
  if (order.type === 'open') {
    const { open } = await makers[order.name]();
    opened = await open(order.scene);
    return { type: 'opened' };
  }
  if (!opened) throw new Error('nothing was opened');
  return { type: 'closed', tally: await opened.close(order.patiently) };
}

process.on('message', (order: TroubleOrder) => {
  void obey(order)
    .catch((error: unknown): TroubleAnswer => ({ type: 'failed', reason: String(error) }))
    .then((answer) => process.send?.(answer));
});
process.once('disconnect', () => process.exit());
