// The two ways of saying where: the national grid (RD New, whole metres) and WGS84. The RD conversion is
// the seven-parameter one, exact to some decimetres: a button's fix is metres off at best.
import proj4 from 'proj4';

const rdNew =
  '+proj=sterea +lat_0=52.1561605555556 +lon_0=5.38763888888889 +k=0.9999079 +x_0=155000 +y_0=463000 ' +
  '+ellps=bessel +towgs84=565.4171,50.3319,465.5524,-0.398957388,0.343987817,-1.877401640,4.0725 +units=m +no_defs';
const toRd = proj4('EPSG:4326', rdNew);

/** RD is defined for the Netherlands; outside these bounds its numbers mean nothing. */
const bounds = { west: 3.2, south: 50.7, east: 7.3, north: 53.7 };

export function rdOf(latitude: number, longitude: number): { x: number; y: number } | null {
  if (latitude < bounds.south || latitude > bounds.north) return null;
  if (longitude < bounds.west || longitude > bounds.east) return null;
  const [x, y] = toRd.forward([longitude, latitude]) as [number, number];
  return { x: Math.round(x), y: Math.round(y) };
}

/** `RD 103 876 / 488 440` */
export function rdText(latitude: number, longitude: number): string | null {
  const rd = rdOf(latitude, longitude);
  const spaced = (value: number) => String(value).replace(/\B(?=(\d{3})+$)/g, ' ');
  return rd && `RD ${spaced(rd.x)} / ${spaced(rd.y)}`;
}

/** `52,38144 N 4,63633 O` */
export function wgsText(latitude: number, longitude: number): string {
  const degrees = (value: number) => Math.abs(value).toFixed(5).replace('.', ',');
  return `${degrees(latitude)} ${latitude < 0 ? 'Z' : 'N'} ${degrees(longitude)} ${longitude < 0 ? 'W' : 'O'}`;
}
