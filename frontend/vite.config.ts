import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const api = process.env.TOCSIN_API ?? "http://127.0.0.1:18101";

export default defineConfig({
  plugins: [react()],
  server: { port: 18100, strictPort: true, proxy: { "/api": { target: api, changeOrigin: false } } },
  build: {
    target: "es2022",
    manifest: true,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 500,
  },
});
