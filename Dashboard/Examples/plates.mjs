// Plate Dashboard from Node 18 or newer, without packages.
//
//   export PLATES_URL=http://localhost:8881 PLATES_KEY=lpr_…    # the key: page My account, or: Dashboard key add --email E
//   node plates.mjs flows AB1            flows whose plate holds AB1, newest first
//   node plates.mjs picture 465 car.jpg  the picture of flow 465
//   PLATES_SECRET=… node plates.mjs listen 8900    takes web hooks on this port; the secret is the web hook's
//
// A web hook sends the vendor's format unless the plain one is chosen, which this program reads: on the page, or hook add --format plain.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const url = (process.env.PLATES_URL ?? 'http://localhost:8881').replace(/\/$/, '');
const maxBody = 1024 * 1024;
const maxAge = 300; // seconds
const maxKnown = 10_000;

// The answer of the API; what it refuses is thrown with the text that says what to do.
async function ask(path, body) {
  const answer = await fetch(url + path, {
    method: body ? 'POST' : 'GET',
    headers: { Authorization: `Bearer ${process.env.PLATES_KEY}`, ...(body && { 'Content-Type': 'application/json' }) },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(30_000),
  });
  const json = await answer.json();
  if (!answer.ok) throw new Error(`${answer.status}: ${json.message}`);
  return json;
}

export const flows = part => ask('/flows/search', { filter: { plate: { like: part } } });

// The picture as JPEG; null where there is none any more.
export async function picture(number) {
  const { image } = await ask(`/flows/${number}`);
  return image === null ? null : Buffer.from(image, 'base64');
}

// Whether a request of a web hook comes from the server, unchanged, and not long ago.
export function isGenuine(secret, timestamp, signature, body) {
  const expected = Buffer.from('sha256=' + createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex'));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected) && Math.abs(Date.now() / 1000 - Number(timestamp)) < maxAge;
}

const known = new Set(); // A delivery may come twice; its number tells.

async function receive(request, response) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > maxBody) return response.writeHead(413).end();
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  const { 'x-timestamp': timestamp = '0', 'x-signature': signature = '', 'x-delivery-id': number } = request.headers;
  if (!isGenuine(process.env.PLATES_SECRET, timestamp, signature, body)) return response.writeHead(401).end();
  if (!known.has(number)) {
    known.add(number);
    if (known.size > maxKnown) known.delete(known.values().next().value);
    told(JSON.parse(body));
  }
  return response.writeHead(204).end();
}

function told(event) {
  if (!event.event) console.log("a body in the vendor's format: give this web hook the plain one (page Web hooks, or: hook add --format plain)");
  else if (event.event === 'flow') console.log('flow', event.flow.plate.toUpperCase(), 'at', event.flow.camera, event.links.image);
  else if (event.event === 'alert') console.log('alert', event.list.name, event.entry.plate.toUpperCase(), event.entry.description);
  else console.log(event.event);
}

const [word, first, second] = process.argv.slice(2);
if (word === 'flows' && first) {
  for (const flow of await flows(first)) console.log(flow.id, flow.timestamp, flow.camera, flow.plate.toUpperCase());
} else if (word === 'picture' && second) {
  const image = await picture(first);
  if (image === null) throw new Error('The picture was removed to make room.');
  await writeFile(second, image);
} else if (word === 'listen' && first) {
  const server = createServer((request, response) => receive(request, response).catch(() => response.destroy()));
  server.listen(Number(first), () => console.log('listening on', server.address().port));
} else {
  console.error('flows PART | picture NUMBER FILE | listen PORT');
  process.exitCode = 2;
}
