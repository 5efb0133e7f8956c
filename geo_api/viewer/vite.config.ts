// Build of the viewer into geo_api/static. No file is inlined: the content security policy
// allows neither data: fonts nor inline scripts, and MapLibre needs its worker as a real file.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { gzipAsync } from "@gfx/zopfli";
import { defineConfig, type Plugin } from "vite";

const api = process.env["WOONZORG_API"] ?? "http://127.0.0.1:8000";

const ROUNDS = 15; // of Zopfli, which packs gzip 4% tighter than zlib; more rounds gain next to nothing

/** Compress hashed assets once, at build time (x.js.br, x.js.gz), so that no request has to.
 * The theme is left alone: a municipality replaces it, and an old x.css.gz would win. */
function compress(): Plugin {
  let folder = "";
  return {
    name: "compress",
    apply: "build",
    configResolved: (config) => {
      folder = join(config.root, config.build.outDir, config.build.assetsDir);
    },
    closeBundle: async () => {
      const names = await readdir(folder);
      for (const name of names.filter((one) => /\.(js|css)$/.test(one))) {
        const content = await readFile(join(folder, name));
        await writeFile(join(folder, `${name}.gz`), await gzipAsync(content, { numiterations: ROUNDS }));
        await writeFile(join(folder, `${name}.br`), brotliCompressSync(content));
      }
    },
  };
}

/** Selectors of a list; commas between brackets part nothing. */
function selectors(list: string): string[] {
  return list.split(/,(?![^()]*\))/);
}

/** Leave out rules of the design system for classes that no part of the viewer has. */
function prune(): Plugin {
  let code = "";
  return {
    name: "prune",
    apply: "build",
    configResolved: async (config) => {
      const folder = join(config.root, "src");
      const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".ts"));
      code = (await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")))).join("\n");
    },
    transform: {
      order: "pre",
      filter: { id: /node_modules.*(utrecht|nl-design-system).*\.css$/ },
      handler: (css) => css.replace(/\/\*[^]*?\*\//g, "").replace(/([^{}@;]+)\{([^{}]*)\}/g, (_, list: string, body: string) => {
        const used = selectors(list).filter((one) =>
          [...one.replace(/:not\([^()]*\)/g, "").matchAll(/\.((?:nl|utrecht)-[\w-]+)/g)].every(([, name]) => code.includes(name as string)));
        return used.length ? `${used.join(",")}{${body}}` : "";
      }),
    },
  };
}

/** Drawing programs of MapLibre that this map never needs: it has no relief, heat, extrusion, terrain, globe,
 * icons or tilt. A program of that name must be there, or MapLibre has changed and this must be looked at. One
 * that is started after all is told by the browser tests, as a fault of WebGL. */
const UNUSED = [
  "heatmap", "heatmapTexture", "collisionBox", "collisionCircle", "colorRelief", "debug", "fillExtrusion", "fillExtrusionPattern",
  "hillshadePrepare", "hillshade", "lineGradient", "lineGradientSDF", "linePattern", "raster", "terrain", "terrainDepth",
  "terrainHeight", "atmosphere", "projectionGlobe", "symbolIcon", "symbolTextAndIcon", "fillOutlinePattern",
];
const NOTHING = "`uniform float u;void main() {}`,`in vec2 a_pos;void main() {}`"; // its reader wants one of each
/** The sky is started all the same, over every pixel of every frame, for a map that is never tilted. */
const NO_SKY = "`uniform float u;void main() {fragColor=vec4(u);}`,`in vec2 a_pos;void main() {gl_Position=vec4(0.0);}`";
const EMPTIED: [string, string][] = [...UNUSED.map((name): [string, string] => [name, NOTHING]), ["sky", NO_SKY]];

function slim(): Plugin {
  return {
    name: "slim",
    apply: "build",
    transform: {
      order: "pre",
      filter: { id: /maplibre-gl\/dist\/maplibre-gl\.mjs$/ },
      handler: (code) => EMPTIED.reduce((text, [name, empty]) => {
        const found = new RegExp(`([,{]${name}:[\\w$]+\\()\`[^\`]*\`,\`[^\`]*\`\\)`);
        if (!found.test(text)) throw new Error(`MapLibre has no program ${name}: see slim() in vite.config.ts`);
        return text.replace(found, (_, start: string) => `${start}${empty})`);
      }, code),
    },
  };
}

/** The map itself and the letters are asked for with the page, not after the first script or style has
 * come: text that is painted once more in its own letters keeps graphics from the map. */
function ahead(): Plugin {
  return {
    name: "ahead",
    apply: "build",
    transformIndexHtml: (_, { bundle = {} }) => Object.values(bundle).flatMap((file) => {
      const href = `/static/${file.fileName}`;
      const look = file.type === "chunk" && file.name === "view" ? { rel: "modulepreload" }
        : file.fileName.endsWith(".woff2") ? { rel: "preload", as: "font", type: "font/woff2" } : null;
      return look ? [{ tag: "link", attrs: { ...look, crossorigin: true, href }, injectTo: "head" as const }] : [];
    }),
  };
}

/** Templates are indented for who reads the source; the page has no use for those spaces. */
function unindent(): Plugin {
  return {
    name: "unindent",
    apply: "build",
    transform: { order: "pre", filter: { id: /src\/ui\/[\w-]+\.ts$/ }, handler: (code) => code.replace(/\n +/g, "\n") },
  };
}

export default defineConfig({
  base: "/static/",
  plugins: [prune(), slim(), unindent(), ahead(), compress()],
  build: {
    outDir: "../static",
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    license: { fileName: "licenties.md" },
    chunkSizeWarningLimit: 1300,
  },
  worker: { format: "es" },
  server: { proxy: { "/v1": api } },
});
