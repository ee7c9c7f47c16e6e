// Draws the extension's icon, a plumb bob on its cord: node scripts/icon.mjs. The PNG is committed.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { root } from './lib/run.mjs';

const size = 256;
const samples = 4;

/** A rounded square: [colour, test] pairs are painted in order, coordinates in 0..1. */
const layers = [
  [[18, 33, 46], (x, y) => rounded(x - 0.5, y - 0.5, 0.5, 0.2)],
  [
    [31, 58, 77],
    (x, y) =>
      rounded(x - 0.5, y - 0.5, 0.5, 0.2) &&
      Math.abs(x - 0.5) > 0.018 &&
      Math.abs(y - 0.86) < 0.012 &&
      Math.abs(x - 0.5) < 0.3,
  ],
  [[214, 226, 235], (x, y) => Math.abs(x - 0.5) < 0.012 && y > 0.1 && y < 0.36],
  [[214, 226, 235], (x, y) => Math.abs(x - 0.5) < 0.13 && Math.abs(y - 0.115) < 0.022],
  [[199, 122, 34], (x, y) => bob(x, y)],
  [[240, 170, 70], (x, y) => bob(x, y) && x < 0.5],
  [[255, 204, 122], (x, y) => bob(x, y) && x < 0.5 - 0.55 * width(y)],
  [[229, 235, 240], (x, y) => Math.abs(x - 0.5) < 0.05 && y > 0.335 && y < 0.385],
];

function rounded(x, y, half, radius) {
  const dx = Math.max(Math.abs(x) - half + radius, 0);
  const dy = Math.max(Math.abs(y) - half + radius, 0);
  return Math.hypot(dx, dy) <= radius;
}

/** Half the bob's width at a height: a shoulder that swells fast, then a long taper to the point. */
function width(y) {
  if (y < 0.385 || y > 0.86) {
    return 0;
  }
  return y < 0.5 ? 0.06 + 0.13 * Math.sin(((y - 0.385) / 0.115) * (Math.PI / 2)) : 0.19 * (1 - (y - 0.5) / 0.36) ** 0.8;
}

function bob(x, y) {
  return Math.abs(x - 0.5) < width(y);
}

function pixel(px, py) {
  const sum = [0, 0, 0, 0];
  for (let i = 0; i < samples * samples; i++) {
    const x = (px + ((i % samples) + 0.5) / samples) / size;
    const y = (py + (Math.floor(i / samples) + 0.5) / samples) / size;
    const layer = layers.findLast(([, covers]) => covers(x, y));
    if (layer !== undefined) {
      layer[0].forEach((channel, at) => {
        sum[at] += channel;
      });
      sum[3]++;
    }
  }
  const alpha = sum[3];
  return alpha === 0
    ? [0, 0, 0, 0]
    : [...sum.slice(0, 3).map((c) => Math.round(c / alpha)), (255 * alpha) / samples ** 2];
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

const rows = Buffer.alloc(size * (size * 4 + 1));
for (let y = 0; y < size; y++) {
  for (let x = 0; x < size; x++) {
    rows.set(pixel(x, y), y * (size * 4 + 1) + 1 + x * 4);
  }
}
const header = Buffer.alloc(13);
header.writeUInt32BE(size, 0);
header.writeUInt32BE(size, 4);
header.set([8, 6, 0, 0, 0], 8);

const png = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows, { level: 9 })), chunk('IEND', Buffer.alloc(0))];
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
writeFileSync(join(root, 'clients', 'vscode', 'media', 'icon.png'), Buffer.concat([signature, ...png]));
