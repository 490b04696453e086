// TDS packets (MS-TDS 2.2.3): messages in, messages out.

/** Kinds of messages. */
export const PACKET = { batch: 0x01, rpc: 0x03, reply: 0x04, attention: 0x06, login: 0x10, prelogin: 0x12 } as const;

/** A message: its kind and its payload, put together out of its packets. */
export type Message = { readonly type: number; readonly payload: Buffer };

const HEADER = 8;
const END = 0x01;
const SIZE = 4096;

/** Puts packets together: give it what arrives, it gives back the messages that are complete. */
export const createReader = (): ((chunk: Buffer) => readonly Message[]) => {
  let waiting = Buffer.alloc(0);
  let parts: Buffer[] = [];
  return (chunk) => {
    waiting = Buffer.concat([waiting, chunk]);
    const messages: Message[] = [];
    while (waiting.length >= HEADER && waiting.length >= waiting.readUInt16BE(2)) {
      const length = waiting.readUInt16BE(2);
      const [type, status] = [waiting.readUInt8(0), waiting.readUInt8(1)];
      parts.push(waiting.subarray(HEADER, length));
      waiting = waiting.subarray(length);
      if ((status & END) === 0) continue;
      messages.push({ type, payload: Buffer.concat(parts) });
      parts = [];
    }
    return messages;
  };
};

/** A message as packets. */
export const toPackets = (type: number, payload: Buffer): Buffer => {
  const packets: Buffer[] = [];
  for (let from = 0, id = 1; from === 0 || from < payload.length; from += SIZE - HEADER, id += 1) {
    const body = payload.subarray(from, from + SIZE - HEADER);
    const header = Buffer.alloc(HEADER);
    header.writeUInt8(type, 0);
    header.writeUInt8(from + body.length >= payload.length ? END : 0, 1);
    header.writeUInt16BE(body.length + HEADER, 2);
    header.writeUInt8(id % 256, 6);
    packets.push(header, body);
  }
  return Buffer.concat(packets);
};
