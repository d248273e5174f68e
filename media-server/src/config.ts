// The only reader of the environment. A missing or bad variable is named; its value is never printed.
import { availableParallelism } from 'node:os';
import * as z from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
/** Beyond four, one machine's network is what ends first; a worker carries some 400 devices. */
const mostWorkers = 4;

const environment = z.object({
  ACHTERWACHT_KEYS: z.string().min(1),
  ACHTERWACHT_DATA: z.string().default('./data'),
  ACHTERWACHT_BIND: z.string().default('127.0.0.1'),
  ACHTERWACHT_ORIGIN: z.url().default('http://127.0.0.1:8080'),
  ACHTERWACHT_MEDIA_HTTP_PORT: port.default(8082),
  ACHTERWACHT_MEDIA_CONTROL_PORT: port.default(8083),
  ACHTERWACHT_MEDIA_PORT: port.default(20_044),
  ACHTERWACHT_RTP_PORTS: z
    .string()
    .regex(/^\d{1,5}-\d{1,5}$/)
    .default('20100-20299')
    .transform((text) => text.split('-').map(Number) as [number, number]) // the pattern has two
    .refine(([min, max]) => min >= 1 && min <= max && max <= 65_535),
  ACHTERWACHT_MEDIA_WORKERS: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(Math.min(availableParallelism(), mostWorkers)),
  ACHTERWACHT_ANNOUNCED_ADDRESS: z.string().optional(),
  MEDIASOUP_WORKER_BIN: z.string().min(1),
  LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('info'),
});

export type Config = {
  keysFolder: string;
  dataFolder: string;
  bind: string;
  origin: string;
  httpPort: number;
  controlPort: number;
  mediaPort: number;
  rtpPorts: { min: number; max: number };
  workers: number;
  announcedAddress: string | undefined;
  workerBin: string;
  logLevel: string;
};

export class ConfigError extends Error {}

export function readConfig(source: NodeJS.ProcessEnv = process.env): Config {
  const result = environment.safeParse(source);
  if (!result.success) {
    const names = [...new Set(result.error.issues.map((issue) => String(issue.path[0])))];
    throw new ConfigError(`missing or not usable: ${names.join(', ')}`);
  }
  const values = result.data;
  const [min, max] = values.ACHTERWACHT_RTP_PORTS;
  return {
    keysFolder: values.ACHTERWACHT_KEYS,
    dataFolder: values.ACHTERWACHT_DATA,
    bind: values.ACHTERWACHT_BIND,
    origin: values.ACHTERWACHT_ORIGIN,
    httpPort: values.ACHTERWACHT_MEDIA_HTTP_PORT,
    controlPort: values.ACHTERWACHT_MEDIA_CONTROL_PORT,
    mediaPort: values.ACHTERWACHT_MEDIA_PORT,
    rtpPorts: { min, max },
    workers: values.ACHTERWACHT_MEDIA_WORKERS,
    announcedAddress: values.ACHTERWACHT_ANNOUNCED_ADDRESS || undefined,
    workerBin: values.MEDIASOUP_WORKER_BIN,
    logLevel: values.LOG_LEVEL,
  };
}
