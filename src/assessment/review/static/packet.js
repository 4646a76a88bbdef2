// Gather the answers and save them as a small file. Nothing leaves the page by itself.
{
  const content = JSON.parse(document.getElementById("content").textContent);
  const form = document.getElementById("answers");
  const told = document.getElementById("told");
  let unsaved = false;

  const answersOf = () => {
    const answers = [];
    for (const section of document.querySelectorAll("section.item")) {
      const subject = content.subjects[Number(section.dataset.at)];
      const decision = section.querySelector(".decision input:checked").value;
      const note = section.querySelector(".note").value.trim();
      const comment = section.querySelector(".comment-text").value.trim();
      if (decision || comment) answers.push({ ...subject, decision: decision || null, note: decision ? note : "", comment });
    }
    return answers;
  };

  form.addEventListener("input", () => {
    unsaved = true;
    document.getElementById("answered").textContent = `Answered: ${answersOf().length} of ${content.subjects.length}.`;
  });
  window.addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const name = document.getElementById("name").value.trim();
    const role = form.querySelector("input[name=role]:checked").value;
    const answers = answersOf();
    if (!answers.length) {
      told.textContent = "There is nothing to save yet: decide on an item, or write a comment.";
      return;
    }
    const date = `${new Date().toISOString().slice(0, 19)}Z`;
    const file = { schema: content.schema, kind: "assessment review answers", book: content.book, name, role, date, answers };
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`${JSON.stringify(file, null, 1)}\n`], { type: "application/json" }));
    link.download = `review-${name.replace(/[^\p{L}\p{N}]+/gu, "-").toLowerCase()}.json`;
    link.click();
    URL.revokeObjectURL(link.href);
    unsaved = false;
    told.textContent = `Saved ${answers.length} ${answers.length === 1 ? "answer" : "answers"} in ${link.download}. Send this file back.`;
  });
}
