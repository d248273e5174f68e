// The product's Redis as its environment names it: an address, or a socket as `unix:///path`.
import { Redis, type RedisOptions } from 'ioredis';

export function openRedis(url: string, options: RedisOptions = {}): Redis {
  const path = /^unix:\/\/(.*)$/.exec(url)?.[1];
  return path === undefined ? new Redis(url, options) : new Redis({ ...options, path });
}
