"""Plays one MCP client of the real Python package against `looop mcp`: mcp-client.py LOOOP MODE.

MODE is auto (the newest revision) or legacy (the handshake). Prints what it saw as one JSON object. The
package itself checks each line, and each result against the tool's output schema."""
import asyncio
import json
import os
import sys

import mcp_types as types
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters

looop, mode = sys.argv[1:]
names = ["LOOOP_DATA_DIR", "LOOOP_CONFIG", "PATH", "HOME", "TZ"]
environment = {name: os.environ[name] for name in names if name in os.environ}
seen = {"forms": [], "updated": []}


async def human(context, params):
    """Approves at the first form, and notes what it showed."""
    seen["forms"].append(params.message)
    return types.ElicitResult(action="accept", content={"ruling": "yes"})


async def heard(message):
    if isinstance(message, types.ResourceUpdatedNotification):
        seen["updated"].append(str(message.params.uri))


async def looop_verb(*words):
    process = await asyncio.create_subprocess_exec(
        looop, *words, env=environment, stdout=asyncio.subprocess.DEVNULL)
    return await process.wait()


async def until(condition):
    while not condition():
        await asyncio.sleep(0.01)


async def main():
    server = StdioServerParameters(command=looop, args=["mcp"], env=environment)
    async with Client(
        server, mode=mode, elicitation_callback=human, message_handler=heard,
        client_info=types.Implementation(name="pypi-mcp", version="1"),
    ) as client:
        seen["revision"] = client.protocol_version
        seen["tools"] = [tool.name for tool in (await client.list_tools()).tools]
        seen["resources"] = [str(r.uri) for r in (await client.list_resources()).resources]
        for tool in ["state", "asks", "why", "journal"]:
            result = await client.call_tool(tool, {})
            assert not result.is_error, result
        failed = await client.call_tool("asks", {"id": "nosuch-1"})
        seen["failed"] = failed.is_error
        answer = await client.call_tool("answer", {"id": "setup-1", "text": "Keep the notes."})
        seen["answered"] = answer.structured_content["answer"]
        read = await client.read_resource("looop://asks")
        seen["asks"] = [ask["id"] for ask in json.loads(read.contents[0].text)]

        # A wait beside another call, and its end.
        state = await client.call_tool("state", {})
        token = state.structured_content["token"]
        waiting = asyncio.create_task(client.call_tool(
            "wait", {"for": "anything", "after": token, "timeout_s": 600}))
        dropped = asyncio.create_task(client.call_tool("wait", {"for": "asks", "after": token}))
        await client.call_tool("asks", {})
        dropped.cancel()
        if mode == "legacy":
            await client.subscribe_resource("looop://state")
            await client.call_tool("goal_write", {"id": "ship", "body": "It is out."})
            await until(lambda: seen["updated"])
        else:
            async with client.listen(resource_subscriptions=["looop://state"]) as changes:
                await client.call_tool("goal_write", {"id": "ship", "body": "It is out."})
                async for change in changes:
                    seen["updated"].append(str(change.uri))
                    break
        seen["changed"] = (await waiting).structured_content["changed"]

        # The gate: the human's yes at the form.
        ruled = await client.call_tool("answer", {"id": "gate-1", "text": "no"})
        seen["ruling"] = ruled.structured_content["ruling"]
    print(json.dumps(seen))


asyncio.run(main())
