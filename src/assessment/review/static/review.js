// Light scripting: three ways to compare two pictures. Everything else works without it.
for (const box of document.querySelectorAll(".pictures")) {
  const views = box.querySelector(".views");
  views.hidden = false;
  views.addEventListener("input", (event) => {
    if (event.target.type === "range") box.style.setProperty("--at", `${event.target.value}%`);
    else box.dataset.view = event.target.value;
  });
}
