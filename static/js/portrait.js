// The crop tool: a photo is moved, zoomed and turned under a frame of 25 : 35; what lies in the frame is sent as shares.

const LEAST_WIDTH = 295;
const MOST_BYTES = 10 * 1024 * 1024;
const MOST_ZOOM = 6;
const STEP = 0.01;
const LONG_STEP = 0.05;

const form = document.querySelector("[data-portrait]");
if (form) start(form);

function start(form) {
  const part = (name) => form.querySelector(name);
  const file = part("input[type=file]");
  const canvas = part("canvas");
  const zoom = part("[data-zoom]");
  const crop = part("[data-crop]");
  const said = part("[data-said]");
  const view = { image: null, turn: 0, zoom: 1, x: 0.5, y: 0.5 };
  const fingers = new Map();

  file.addEventListener("change", look);
  if (file.files.length) look(); // chosen before this programme had come

  async function look() {
    crop.hidden = true;
    said.textContent = "";
    const chosen = file.files[0];
    if (!chosen) return;
    if (chosen.size > MOST_BYTES) return refuse(form.dataset.tooLarge);
    const image = await loaded(chosen);
    if (!image) return refuse(form.dataset.unreadable);
    if (Math.min(image.naturalWidth, image.naturalHeight) < LEAST_WIDTH) return refuse(form.dataset.small);
    Object.assign(view, { image, turn: 0, zoom: 1, x: 0.5, y: 0.5 });
    zoom.value = 0;
    crop.hidden = false;
    show();
  }

  form.addEventListener("click", (event) => {
    const quarters = Number(event.target.closest("[data-turn]")?.dataset.turn);
    if (quarters) turnBy(quarters);
  });
  zoom.addEventListener("input", () => zoomTo(MOST_ZOOM ** (zoom.value / 100)));
  canvas.addEventListener("keydown", byKey);
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, event);
  });
  canvas.addEventListener("pointermove", byFinger);
  for (const end of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(end, (event) => fingers.delete(event.pointerId));
  }
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoomTo(view.zoom * (event.deltaY < 0 ? 1.05 : 1 / 1.05));
  }, { passive: false });

  function refuse(words) {
    file.value = "";
    part("[name=box]").value = "";
    said.textContent = words;
  }

  function byKey(event) {
    const far = event.shiftKey ? LONG_STEP : STEP;
    const box = boxOf(view);
    const moves = {
      ArrowLeft: () => moveBy(far * box.width, 0),
      ArrowRight: () => moveBy(-far * box.width, 0),
      ArrowUp: () => moveBy(0, far * box.height),
      ArrowDown: () => moveBy(0, -far * box.height),
      "+": () => zoomTo(view.zoom * 1.05),
      "=": () => zoomTo(view.zoom * 1.05),
      "-": () => zoomTo(view.zoom / 1.05),
      r: () => turnBy(1),
      R: () => turnBy(1),
    };
    if (!moves[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    moves[event.key]();
  }

  function byFinger(event) {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const other = [...fingers.values()].find((finger) => finger.pointerId !== event.pointerId);
    fingers.set(event.pointerId, event);
    if (other) {
      zoomTo(view.zoom * distance(event, other) / Math.max(distance(before, other), 1));
    } else {
      const shown = canvas.getBoundingClientRect();
      const box = boxOf(view);
      moveBy((before.clientX - event.clientX) / shown.width * box.width, (before.clientY - event.clientY) / shown.height * box.height);
    }
  }

  function moveBy(x, y) {
    view.x += x;
    view.y += y;
    show();
  }

  function zoomTo(wish) {
    view.zoom = Math.min(Math.max(wish, 1), MOST_ZOOM);
    zoom.value = Math.round(Math.log(view.zoom) / Math.log(MOST_ZOOM) * 100);
    show();
  }

  function turnBy(quarters) {
    view.turn = (view.turn + quarters) % 4;
    view.x = view.y = 0.5;
    show();
  }

  function show() {
    if (!view.image) return;
    const box = boxOf(view);
    view.x = Math.min(Math.max(view.x, box.width / 2), 1 - box.width / 2);
    view.y = Math.min(Math.max(view.y, box.height / 2), 1 - box.height / 2);
    draw(canvas, view);
    part("[name=turn]").value = view.turn;
    const shares = [view.x - box.width / 2, view.y - box.height / 2, box.width, box.height];
    part("[name=box]").value = shares.map((share) => Math.max(share, 0).toFixed(5)).join(" ");
    const words = box.width * size(view).width < LEAST_WIDTH - 1 ? form.dataset.coarse : form.dataset.fine;
    if (said.textContent !== words) said.textContent = words;
  }

  function draw(canvas, view) {
    const context = canvas.getContext("2d");
    const whole = size(view);
    const scale = canvas.width / (boxOf(view).width * whole.width);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.translate(canvas.width / 2 - (view.x - 0.5) * whole.width * scale, canvas.height / 2 - (view.y - 0.5) * whole.height * scale);
    context.scale(scale, scale);
    context.rotate(view.turn * Math.PI / 2);
    context.drawImage(view.image, -view.image.naturalWidth / 2, -view.image.naturalHeight / 2);
    guide(context, canvas);
  }

  // Where the head should be: an oval and the line of the eyes, light on dark so that they show on any photo.
  function guide(context, canvas) {
    const { width, height } = canvas;
    context.setTransform(1, 0, 0, 1, 0, 0);
    for (const [colour, line] of [["rgba(0,0,0,0.55)", 5], ["rgba(255,255,255,0.9)", 2]]) {
      context.strokeStyle = colour;
      context.lineWidth = line;
      context.setLineDash([12, 10]);
      context.beginPath();
      context.ellipse(width / 2, height * 0.45, width * 0.3, height * 0.32, 0, 0, 2 * Math.PI);
      context.stroke();
      context.beginPath();
      context.moveTo(width * 0.2, height * 0.44);
      context.lineTo(width * 0.8, height * 0.44);
      context.stroke();
    }
  }
}

// The photo as it is turned now.
function size({ image, turn }) {
  const lies = turn % 2 === 1;
  return { width: lies ? image.naturalHeight : image.naturalWidth, height: lies ? image.naturalWidth : image.naturalHeight };
}

// What the frame takes in, in shares of the photo: all of one side at zoom 1.
function boxOf(view) {
  const whole = size(view);
  const width = Math.min(whole.width, whole.height * 25 / 35) / view.zoom;
  return { width: width / whole.width, height: width * 35 / 25 / whole.height };
}

function distance(one, other) {
  return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
}

function loaded(chosen) {
  return new Promise((resolve) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => resolve(null);
    image.src = URL.createObjectURL(chosen);
  });
}
