/** A moment as Postgres prints it, as ISO 8601 UTC. */
export function iso(moment: string): string {
  return new Date(moment).toISOString();
}
