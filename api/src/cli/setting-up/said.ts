/** As it is said: by flags, in a file or in the dialogue. Absent and empty are the same. */
export type Said = {
  centre?: string | undefined;
  phone?: string | undefined;
  /** Each `REGION=NUMBER` or `REGION=NUMBER,SECOND NUMBER`. */
  'control-room'?: string[] | undefined;
  municipality?: string | undefined;
  name?: string | undefined;
  email?: string | undefined;
};
export type Asked = keyof Said;
