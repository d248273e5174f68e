// Notes that are written or on their way. What is typed is kept per alarm and survives a reload; a note that
// could not be sent waits for the line and is sent by itself, as what it is: written down afterwards. One that was
// refused stays visible as "not saved".
import type { FeedEvent } from '@achterwacht/shared/feed.ts';
import { createContext } from 'svelte';
import type { AlarmCommands } from '../commands/alarm-commands.svelte.ts';
import { draftKey, keepNotes, notesLeft, unsaved, type OutgoingNote } from './kept-notes.ts';

/** Between two tries of what waits; an answer itself is waited for three seconds. */
const againMilliseconds = 2_000;

export class Notes {
  #outgoing = $state.raw<readonly OutgoingNote[]>([]);
  readonly #commands: AlarmCommands;
  readonly #storage: Storage;
  readonly #personId: string;
  #triedAt = Number.NEGATIVE_INFINITY;

  constructor(commands: AlarmCommands, storage: Storage, personId: string) {
    this.#commands = commands;
    this.#storage = storage;
    this.#personId = personId;
    this.#outgoing = notesLeft(storage, personId);
  }

  of(alarmId: string): OutgoingNote[] {
    return this.#outgoing.filter((note) => note.alarmId === alarmId);
  }

  /** Neither saved nor on their way now. */
  get unsentCount() {
    return this.#outgoing.filter((note) => note.status !== 'sending').length;
  }

  draftOf(alarmId: string): string {
    return this.#storage.getItem(draftKey(this.#personId, alarmId)) ?? '';
  }

  keepDraft(alarmId: string, text: string): void {
    const key = draftKey(this.#personId, alarmId);
    if (text === '') this.#storage.removeItem(key);
    else this.#storage.setItem(key, text);
  }

  /** Whether it was saved at once; one that was not stays in sight, and most go by themselves. */
  async add(alarmId: string, text: string, now: number, connected: boolean): Promise<boolean> {
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
    return connected && (await this.#send(note));
  }

  /** On a line that is live what waits is sent, be it from before a reload or from before the line broke. */
  tick(steadyNow: number, isLive: boolean): void {
    if (!isLive || steadyNow - this.#triedAt < againMilliseconds) return;
    const waiting = this.#outgoing.filter((note) => note.status === 'waiting');
    if (waiting.length > 0) this.#triedAt = steadyNow;
    for (const note of waiting) void this.#send(note);
  }

  again(noteId: string): void {
    const note = this.#outgoing.find((candidate) => candidate.noteId === noteId);
    if (note) void this.#send(note);
  }

  /** A note is saved when it is in the log, whoever's answer brought it. */
  happened(events: readonly FeedEvent[]): void {
    const saved = new Set(
      events.flatMap((event) => (event.type === 'NoteAdded' ? [event.data.noteId] : [])),
    );
    if (this.#outgoing.some((note) => saved.has(note.noteId)))
      this.#set(this.#outgoing.filter((note) => !saved.has(note.noteId)));
  }

  async #send(note: OutgoingNote): Promise<boolean> {
    this.#change(note.noteId, (unsent) => ({ ...unsent, status: 'sending' }));
    const sent = await this.#commands.sendBeside(note.alarmId, note.commandId, {
      type: 'AddNote',
      noteId: note.noteId,
      text: note.text,
      happenedAt: note.late ? note.typedAt : null,
    });
    if (sent.status === 'done') {
      this.#set(this.#outgoing.filter((candidate) => candidate.noteId !== note.noteId));
      return true;
    }
    const { error } = sent;
    this.#change(note.noteId, (unsent) => unsaved(unsent, error));
    return false;
  }

  #change(noteId: string, change: (note: OutgoingNote) => OutgoingNote): void {
    this.#set(this.#outgoing.map((note) => (note.noteId === noteId ? change(note) : note)));
  }

  #set(notes: readonly OutgoingNote[]): void {
    this.#outgoing = notes;
    keepNotes(this.#storage, this.#personId, notes);
  }
}

export const [useNotes, provideNotes] = createContext<Notes>();
