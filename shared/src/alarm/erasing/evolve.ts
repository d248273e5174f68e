// The part of the fold that is about erasing: what was said is not known from here on, whoever had it before him. It is
// the same that the log folds to once its sealed parts open no more.
import { nobody } from '../personal/personal.ts';
import { splitRow } from '../personal/typed-fields.ts';
import type { SomeFolds } from '../rule.ts';

export const erasingFolds = {
  ContentErased: (alarm, { data, at }) => ({
    ...splitRow(alarm).clear,
    erased: { at, why: data.why },
    // And not null: an older database that was put back may have it open still, and then takes in what comes.
    personal: nobody,
  }),
} satisfies SomeFolds;
