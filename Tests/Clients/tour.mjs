// The README's tour by Node's fetch.
import assert from "node:assert/strict";

const base = process.env.HTP_BASE_URL;
const authorization = "Basic " + Buffer.from(`${process.env.HTP_USER}:${process.env.HTP_PASSWORD}`).toString("base64");

async function ask(url, options = {}) {
    const reply = await fetch(url, { ...options, headers: { authorization, ...options.headers } });
    return [reply.status, await reply.json()];
}

async function search(query) {
    const [status, page] = await ask(`${base}/inventory/search/*/CUMMINS/ISX?${new URLSearchParams(query)}`);
    assert.equal(status, 200);
    return page;
}

async function sell(uri) {
    const [vendor, store, item] = uri.split("/").slice(-3).map(Number);
    const line = { vendor_id: vendor, vendor_store: store, vendor_inventory_id: item, price: 1 };
    const [status, reply] = await ask(`${base}/sale/create`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ line_items: [line] }),
    });
    assert.equal(status, 200);
    return reply;
}

const [found] = (await search({ category: "USED", vendor: 101, result_size: 1 })).results;
const uri = found.details_uri;
const [status, details] = await ask(uri);
assert.equal(status, 200);
assert.equal(Number(details.available_quantity), 1);
assert.deepEqual((await sell(uri)).errors, []);
const left = await search({ result_size: "all" });
assert.ok(!left.results.some((item) => item.details_uri === uri));
assert.equal((await sell(uri)).errors[0].error.code, "ERR_NOT_AVAILABLE");
assert.equal((await ask(uri, { headers: { "X-Mockbay-Error": "rate_limited" } }))[0], 429);
