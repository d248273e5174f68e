// What stands on a map takes room, in pixels around its point: texts that lie over each other cannot be read. Widths are guessed from
// above, so that nothing has to be drawn to know them.
export type Room = { left: number; top: number; right: number; bottom: number };
export type Taken = { latitude: number; longitude: number; room: Room };

export const doOverlap = (one: Room, other: Room) =>
  one.left < other.right &&
  other.left < one.right &&
  one.top < other.bottom &&
  other.top < one.bottom;

export const movedBy = ({ left, top, right, bottom }: Room, x: number, y: number): Room => ({
  left: x + left,
  top: y + top,
  right: x + right,
  bottom: y + bottom,
});

/** 1.3 for who reads everything larger by a third. */
export const textScale = () =>
  Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
