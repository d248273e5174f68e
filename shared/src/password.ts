// How long a password is, for the page that asks for one and for the server that judges it.

export const shortestPassword = 12;
export const longestPassword = 128;
