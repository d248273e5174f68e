type Holder = { name: string; function: string };

/** Who somebody is, as people say it: his name, and his function where the register has one. */
export const holderText = ({ name, function: does }: Holder): string =>
  [name, does].filter(Boolean).join(', ');
