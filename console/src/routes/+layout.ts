// Pages are drawn in the browser only. What an alarm holds is fetched by the person's own browser with
// the person's own session, so no second program ever has it, and every answer of this program is the
// same for everybody.
export const ssr = false;
