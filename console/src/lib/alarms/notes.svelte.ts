// Notes that are written or on their way. What is typed is kept per alarm and survives a reload; a note
// that could not be sent stays visible as "not saved", and one typed without a connection is sent later
// as what it is: written down afterwards. Session storage, so that nothing outlives the window; and each person's
// own, for the next one at this post must neither read nor send them.
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import type { AlarmCommands } from './commands.svelte.ts';

export type OutgoingNote = {
  noteId: string;
  commandId: string;
  alarmId: string;
  text: string;
  typedAt: string;
  /** Typed while there was no connection, so it says when it happened. */
  late: boolean;
  status: 'sending' | 'waiting' | 'failed';
};

export class Notes {
  #outgoing = $state.raw<readonly OutgoingNote[]>([]);
  readonly #commands: AlarmCommands;
  readonly #storage: Storage;
  readonly #personId: string;
  readonly #queueKey: string;

  constructor(commands: AlarmCommands, storage: Storage, personId: string) {
    this.#commands = commands;
    this.#storage = storage;
    this.#personId = personId;
    this.#queueKey = `achterwacht.notes.${personId}`;
    const kept = JSON.parse(storage.getItem(this.#queueKey) ?? '[]') as OutgoingNote[];
    // A reload cut them off in the middle; the command's id makes sending them again harmless.
    this.#outgoing = kept.map((note) => ({ ...note, status: 'waiting' }));
  }

  of(alarmId: string): OutgoingNote[] {
    return this.#outgoing.filter((note) => note.alarmId === alarmId);
  }

  get waitingCount() {
    return this.#outgoing.filter((note) => note.status === 'waiting').length;
  }

  draftOf(alarmId: string): string {
    return this.#storage.getItem(this.#draftKey(alarmId)) ?? '';
  }

  keepDraft(alarmId: string, text: string): void {
    if (text === '') this.#storage.removeItem(this.#draftKey(alarmId));
    else this.#storage.setItem(this.#draftKey(alarmId), text);
  }

  add(alarmId: string, text: string, now: number, connected: boolean): void {
    const note: OutgoingNote = {
      noteId: crypto.randomUUID(),
      commandId: crypto.randomUUID(),
      alarmId,
      text,
      typedAt: new Date(now).toISOString(),
      late: !connected,
      status: 'waiting',
    };
    this.#set([...this.#outgoing, note]);
    if (connected) void this.#send(note);
  }

  /** The connection is back, or the person asks again. */
  sendWaiting(): void {
    for (const note of this.#outgoing) if (note.status === 'waiting') void this.#send(note);
  }

  again(noteId: string): void {
    const note = this.#outgoing.find((candidate) => candidate.noteId === noteId);
    if (note) void this.#send(note);
  }

  /** A note is saved when it is in the log, whoever's answer brought it. */
  seen(events: readonly FeedEvent[]): void {
    const saved = new Set(
      events.flatMap((event) => (event.type === 'NoteAdded' ? [event.data.noteId] : [])),
    );
    if (this.#outgoing.some((note) => saved.has(note.noteId)))
      this.#set(this.#outgoing.filter((note) => !saved.has(note.noteId)));
  }

  async #send(note: OutgoingNote): Promise<void> {
    this.#mark(note.noteId, 'sending');
    const sent = await this.#commands.sendOnce(note.alarmId, note.commandId, {
      type: 'AddNote',
      noteId: note.noteId,
      text: note.text,
      happenedAt: note.late ? note.typedAt : null,
    });
    if (sent.status === 'done') {
      this.#set(this.#outgoing.filter((candidate) => candidate.noteId !== note.noteId));
      return;
    }
    this.#mark(note.noteId, 'failed');
  }

  #mark(noteId: string, status: OutgoingNote['status']): void {
    this.#set(this.#outgoing.map((note) => (note.noteId === noteId ? { ...note, status } : note)));
  }

  #set(notes: readonly OutgoingNote[]): void {
    this.#outgoing = notes;
    if (notes.length === 0) this.#storage.removeItem(this.#queueKey);
    else this.#storage.setItem(this.#queueKey, JSON.stringify(notes));
  }

  #draftKey(alarmId: string): string {
    return `achterwacht.draft.${this.#personId}.${alarmId}`;
  }
}
