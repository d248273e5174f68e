/** Words that stand within a sentence, where they begin one. */
export const asSentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
