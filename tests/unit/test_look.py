from assessment.look import design_tokens, look_folder


def test_a_project_without_a_look_gets_the_one_of_the_package(tmp_path):
    assert (look_folder(tmp_path) / "tokens.css").is_file()


def test_a_project_may_bring_its_own(tmp_path):
    own = tmp_path / "_extensions" / "assessment"
    own.mkdir(parents=True)
    (own / "tokens.css").write_text(
        ":root { --colour-accent: #123456; --space: 1rem; }\n@media { --colour-accent: #000; }"
    )
    assert look_folder(tmp_path) == own
    assert design_tokens(tmp_path) == {"colour-accent": "#123456", "space": "1rem"}
