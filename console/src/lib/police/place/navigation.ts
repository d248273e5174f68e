// The link that opens the telephone's own navigation. It has the coordinates and nothing else: what is in it, the maker of that
// app may learn.

/** Telephones of Apple know no `geo:`. */
const apple = /iPhone|iPad|Macintosh/;

export function navigationLink(
  { latitude, longitude }: { latitude: number; longitude: number },
  device: string,
): string {
  const at = `${latitude},${longitude}`;
  return apple.test(device) ? `maps:?daddr=${at}` : `geo:${at}?q=${at}`;
}
