/** Byte images kept on the graphics card, each from its first use on, and the order in which minibatches take them. */
export interface ResidentImages {
  /** Bytes of textures held. */
  readonly bytes: number;
  /**
   * Where these rows of `bytes` [n, pixels] are, sent where they are not there yet. Two arrays are kept, a dataset's halves. Null where
   * images of so many pixels do not fit.
   */
  locate(bytes: Uint8Array, pixels: number, images: Uint32Array): Located | null;
  /** True of a texture that is kept here. */
  owns(texture: WebGLTexture): boolean;
  dispose(): void;
}

export interface Located {
  /** RGBA8UI, four pixels a texel, `imagesPerRow` images a row. */
  pixels: WebGLTexture;
  imagesPerRow: number;
  /** R32UI, ORDER_WIDTH indices a row; the batch's first index stands at `offset`. */
  order: WebGLTexture;
  offset: number;
}

interface Region {
  texture: WebGLTexture;
  imagesPerRow: number;
  rows: number;
  bytes: number;
  /** 1 for a texture row that is there. */
  isThere: Uint8Array;
}

interface Order {
  texture: WebGLTexture;
  length: number;
  /** Whose contents are there. */
  buffer: ArrayBufferLike | null;
}

const MOST_REGIONS = 2;
/** Indices a row of the order's texture. */
export const ORDER_WIDTH = 1024;
/** Lists of different length are kept apart, so many of them. */
const MOST_ORDERS = 4;

export function createResidentImages(gl: WebGL2RenderingContext): ResidentImages {
  /** The least recently used first. */
  const regions = new Map<Uint8Array, Region>();
  const orders = new Map<number, Order>();
  const widest = gl.getParameter(gl.MAX_TEXTURE_SIZE) as number;
  let held = 0;

  const makeTexture = (format: number, width: number, height: number): WebGLTexture => {
    const texture = gl.createTexture();
    if (texture === null) throw new Error("the graphics context makes no texture");
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
    gl.texStorage2D(gl.TEXTURE_2D, 1, format, width, height);
    held += 4 * width * height;
    return texture;
  };

  const makeRegion = (bytes: Uint8Array, pixels: number): Region | null => {
    const imagesPerRow = Math.floor(Math.min(widest, 4096) / (pixels / 4));
    const rows = Math.ceil(bytes.length / pixels / Math.max(1, imagesPerRow));
    if (pixels % 4 !== 0 || imagesPerRow < 1 || rows > widest) return null;
    if (regions.size >= MOST_REGIONS) dropOldest();
    const width = (imagesPerRow * pixels) / 4;
    const texture = makeTexture(gl.RGBA8UI, width, rows);
    return { texture, imagesPerRow, rows, bytes: 4 * width * rows, isThere: new Uint8Array(rows) };
  };

  const dropOldest = () => {
    const [[oldest, { texture, bytes }]] = regions;
    gl.deleteTexture(texture);
    held -= bytes;
    regions.delete(oldest);
  };

  const regionOf = (bytes: Uint8Array, pixels: number): Region | null => {
    const region = regions.get(bytes) ?? makeRegion(bytes, pixels);
    if (region === null) return null;
    regions.delete(bytes);
    regions.set(bytes, region);
    return region;
  };

  /** Sends texture rows `first` … `last`; the last of all may be shorter than a row. */
  const send = ({ texture, imagesPerRow, isThere }: Region, bytes: Uint8Array, pixels: number, first: number, last: number) => {
    const size = imagesPerRow * pixels;
    const part = bytes.subarray(first * size, (last + 1) * size);
    const whole = (last - first + 1) * size;
    const padded = part.length === whole ? part : new Uint8Array(whole);
    if (padded !== part) padded.set(part);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, first, size / 4, last - first + 1, gl.RGBA_INTEGER, gl.UNSIGNED_BYTE, padded);
    for (let row = first; row <= last; row++) if (isComplete(bytes, pixels, imagesPerRow, row)) isThere[row] = 1;
  };

  const bring = (region: Region, bytes: Uint8Array, pixels: number, images: Uint32Array) => {
    const { imagesPerRow, isThere, rows } = region;
    for (const image of images) {
      const row = Math.floor(image / imagesPerRow);
      if (isThere[row] === 1) continue;
      let last = row;
      while (last + 1 < rows && isThere[last + 1] === 0 && isComplete(bytes, pixels, imagesPerRow, last + 1)) last += 1;
      let first = row;
      while (first > 0 && isThere[first - 1] === 0 && isComplete(bytes, pixels, imagesPerRow, first - 1)) first -= 1;
      send(region, bytes, pixels, first, last);
    }
  };

  const makeOrder = (length: number): Order => {
    if (orders.size >= MOST_ORDERS) {
      const [[oldest, { texture }]] = orders;
      gl.deleteTexture(texture);
      held -= 4 * ORDER_WIDTH * Math.ceil(oldest / ORDER_WIDTH);
      orders.delete(oldest);
    }
    return { texture: makeTexture(gl.R32UI, ORDER_WIDTH, Math.ceil(length / ORDER_WIDTH)), length, buffer: null };
  };

  /** The list that the batch is a part of, sent whole the first time. */
  const orderOf = (images: Uint32Array): Order => {
    const length = images.buffer.byteLength / 4;
    const order = orders.get(length) ?? makeOrder(length);
    orders.delete(length);
    orders.set(length, order);
    if (order.buffer === images.buffer) return order;
    const rows = Math.ceil(length / ORDER_WIDTH);
    const padded = new Uint32Array(rows * ORDER_WIDTH);
    padded.set(new Uint32Array(images.buffer));
    gl.bindTexture(gl.TEXTURE_2D, order.texture);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, ORDER_WIDTH, rows, gl.RED_INTEGER, gl.UNSIGNED_INT, padded);
    order.buffer = images.buffer;
    return order;
  };

  return {
    get bytes() {
      return held;
    },
    locate(bytes, pixels, images) {
      const region = regionOf(bytes, pixels);
      if (region === null || images.buffer.byteLength / 4 > ORDER_WIDTH * widest) return null;
      bring(region, bytes, pixels, images);
      const order = orderOf(images);
      return { pixels: region.texture, imagesPerRow: region.imagesPerRow, order: order.texture, offset: images.byteOffset / 4 };
    },
    owns: (texture) => [...regions.values(), ...orders.values()].some((kept) => kept.texture === texture),
    dispose() {
      for (const { texture } of [...regions.values(), ...orders.values()]) gl.deleteTexture(texture);
      regions.clear();
      orders.clear();
      held = 0;
    },
  };
}

/** True where every image of the texture row has arrived: no digit is all black, and what has not arrived is. */
function isComplete(bytes: Uint8Array, pixels: number, imagesPerRow: number, row: number): boolean {
  const end = Math.min(bytes.length, (row + 1) * imagesPerRow * pixels);
  for (let from = row * imagesPerRow * pixels; from < end; from += pixels) {
    let at = from;
    while (at < from + pixels && bytes[at] === 0) at++;
    if (at === from + pixels) return false;
  }
  return true;
}
