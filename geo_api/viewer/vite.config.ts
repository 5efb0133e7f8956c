// Build of the viewer into geo_api/static. No file is inlined: the content security policy
// allows neither data: fonts nor inline scripts, and MapLibre needs its worker as a real file.
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { gzipAsync } from "@gfx/zopfli";
import { defineConfig, type Plugin } from "vite";

const api = process.env["WOONZORG_API"] ?? "http://127.0.0.1:8000";

const ROUNDS = 5; // of Zopfli, which packs gzip 4 % tighter than zlib; more rounds gain next to nothing

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

export default defineConfig({
  base: "/static/",
  plugins: [compress()],
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
