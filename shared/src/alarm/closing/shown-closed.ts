// Which closed alarms a desk has before it: those of the last hour, so that it sees what became of them, and of a crowd of
// those the latest. More are read by nobody, and after a storm a desk that starts would wait for thousands of them, just
// when it comes back; whatever was closed earlier is found by F3. What the api gives and what a desk keeps are the same.

export const closedShownMilliseconds = 60 * 60_000;
export const mostClosedShown = 200;
