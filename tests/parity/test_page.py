"""The page of a run in a real browser: it shows differences side by side, filters, searches, and asks for nothing."""
import shutil

import pytest
from parity.report.files import html_report

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    selenium = pytest.importorskip("selenium.webdriver")
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not program or not driver:
        pytest.skip("Chromium and its driver are needed")
    options = selenium.ChromeOptions()
    options.binary_location = program
    for flag in ("headless", "no-sandbox", "disable-gpu", "disable-background-networking", "disable-component-update",
                 "disable-sync", "no-first-run", "user-data-dir=%s" % tmp_path_factory.mktemp("profile")):
        options.add_argument("--" + flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    started = selenium.Chrome(options=options, service=selenium.ChromeService(driver))
    yield started
    started.quit()


@pytest.fixture
def page(browser, data, tmp_path):
    path = tmp_path / "report.html"
    path.write_text(html_report(data), encoding="utf-8")
    browser.get(path.as_uri())
    return browser


def shown(page):
    return [item.get_attribute("data-name") for item in page.find_elements("css selector", "main > details")
            if item.is_displayed()]


def choose(page, name, value):
    from selenium.webdriver.support.ui import Select
    Select(page.find_element("id", name)).select_by_visible_text(value)


def test_the_page_opens_without_errors_and_loads_nothing(page, data):
    assert page.title == "parity: " + data["badge"]
    assert page.get_log("browser") == []
    assert page.execute_script("return performance.getEntriesByType('resource').length") == 0


def test_hostile_output_stays_text(page):
    assert "broken in" not in page.title
    assert "<script>" in page.find_element("css selector", "[data-name='f/other']").text


def test_filters(page):
    assert shown(page) == ["f/same", "f/known", "f/other", "f/left"]
    choose(page, "state", "known")
    assert shown(page) == ["f/known"]
    choose(page, "state", "all states")
    choose(page, "artefact", "environment")
    assert shown(page) == ["f/other"]
    places = page.find_elements("css selector", "[data-name='f/other'] section")
    assert [place.is_displayed() for place in places] == [True, False]
    choose(page, "artefact", "all artefacts")
    assert [place.is_displayed() for place in places] == [True, True]
    assert page.find_element("id", "count").text == "4 of 4"


def test_search(page):
    page.find_element("id", "text").send_keys("We DO")
    assert shown(page) == ["f/known"]
    page.find_element("id", "text").clear()
    page.find_element("id", "text").send_keys("nothing like this")
    assert shown(page) == []


def test_differences_stand_side_by_side(page):
    pair = page.find_element("css selector", "[data-name='f/other'] .pair tr.changed")
    left, right = pair.find_elements("tag name", "td")
    assert (left.text, right.text) == ("1", "2")
    assert left.location["y"] == right.location["y"] and left.location["x"] < right.location["x"]


def test_a_known_difference_opens_with_its_reason(page):
    item = page.find_element("css selector", "[data-name='f/known']")
    assert "We do <so>." not in item.text
    item.find_element("tag name", "summary").click()
    assert "We do <so>. A crash." in item.text.replace("\n", " ")
