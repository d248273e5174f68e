// For health checks: exit status 0 when the address answers 200. Prints what it said otherwise, which
// `docker inspect` then shows.
const [address = ''] = process.argv.slice(2);
const response = await fetch(address, { signal: AbortSignal.timeout(3000) });
if (response.status !== 200) {
  process.stdout.write(`${response.status} ${(await response.text()).slice(0, 500)}\n`);
  process.exitCode = 1;
}
