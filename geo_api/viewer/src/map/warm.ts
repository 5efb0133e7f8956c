// Runs beside the page: the browser starts what draws maps, which takes half a second where no
// graphics card helps, while the page still asks which layers there are.

if (typeof OffscreenCanvas !== "undefined") new OffscreenCanvas(1, 1).getContext("webgl2");
