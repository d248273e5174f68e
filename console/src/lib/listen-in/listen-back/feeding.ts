// Sound that is listened back to goes into the browser's buffer as it plays. The buffer holds some twelve megabytes, which is
// less than an hour; filled at once it refuses the rest.

type Playing = Pick<HTMLMediaElement, 'currentTime'> &
  Pick<EventTarget, 'addEventListener' | 'removeEventListener'>;

/** At one and a half times the speed more than three minutes of listening. */
const aheadSeconds = 300;
/** As far back as somebody goes to hear a word again; from before that it is fetched anew. */
const behindSeconds = 300;

export async function feed(
  webm: ReadableStream<Uint8Array<ArrayBuffer>>,
  buffer: SourceBuffer,
  element: Playing,
): Promise<void> {
  const reader = webm.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    await roomIn(buffer, element);
    buffer.appendBuffer(value);
    await once(buffer, 'updateend');
  }
}

async function roomIn(buffer: SourceBuffer, element: Playing): Promise<void> {
  while (endOf(buffer) - element.currentTime > aheadSeconds) await once(element, 'timeupdate');
  const { buffered } = buffer;
  const from = element.currentTime - behindSeconds;
  if (buffered.length === 0 || buffered.start(0) >= from) return;
  buffer.remove(0, from);
  await once(buffer, 'updateend');
}

const endOf = ({ buffered }: SourceBuffer) =>
  buffered.length === 0 ? 0 : buffered.end(buffered.length - 1);

export const once = (target: Pick<EventTarget, 'addEventListener'>, event: string) =>
  new Promise<void>((resolve) => target.addEventListener(event, () => resolve(), { once: true }));
