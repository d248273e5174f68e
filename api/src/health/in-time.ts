/** Far above what a database or a media-server needs, below what whoever asks waits. */
const answerMilliseconds = 2_000;

/** What hangs is as far away as what is down, and whoever asks must hear it. */
export async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), answerMilliseconds);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
