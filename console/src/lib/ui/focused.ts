import type { Attachment } from 'svelte/attachments';

/** Puts the caret where the person who opened this is about to type. */
export const focused: Attachment<HTMLElement> = (element) => element.focus();
