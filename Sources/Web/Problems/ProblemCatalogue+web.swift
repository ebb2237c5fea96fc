extension ProblemCatalogue {
    /// What `Web` itself says.
    package static let web = ProblemCatalogue()
        .adding(
            .english,
            [
                "internal-error": Entry(
                    "Internal error", "Something went wrong on our side. Give the request id to whoever runs the service."),
                "route-not-found": Entry("Not found", "There is nothing at this address."),
                "method-not-allowed": Entry("Method not allowed", "Allow names the methods of this address."),
                "body-too-large": Entry("Body too large", "GET /v1/limits says how large a body may be."),
                "unsupported-media-type": Entry(
                    "Unsupported media type", "Content-Type must name what the body is; taken here is {accepted}."),
                "unauthenticated": Entry("Sign-in required", "The request has no valid credentials."),
                "database-unavailable": Entry("Temporarily unavailable", "The service cannot reach its database; nothing was changed."),
                "outcome-unknown": Entry(
                    "Outcome unknown",
                    "The connection was lost while the change was being made: it may have happened. Read before repeating, "
                        + "or repeat with the same Idempotency-Key."),
                "busy": Entry("Too busy", "Too much was asked of the service at once; nothing was changed. Repeat the request."),
                "amount-out-of-range": Entry("Amount out of range", "An amount would become larger than the service can hold."),
                "bad-request": Entry("Bad request", "The request cannot be understood."),
            ]
        )
        .adding(
            .chinese,
            [
                "internal-error": Entry("内部错误", "服务端出现错误。请将请求编号提供给服务的运维人员。"),
                "route-not-found": Entry("未找到", "此地址没有内容。"),
                "method-not-allowed": Entry("不允许的方法", "Allow 标头列出了此地址允许的方法。"),
                "body-too-large": Entry("请求内容过大", "请求内容的上限见 GET /v1/limits。"),
                "unsupported-media-type": Entry("不支持的内容类型", "Content-Type 须说明请求内容的类型；此处接受：{accepted}。"),
                "unauthenticated": Entry("需要登录", "请求没有有效的凭据。"),
                "database-unavailable": Entry("暂时无法服务", "服务无法连接数据库；没有任何更改。"),
                "outcome-unknown": Entry("结果未知", "更改进行中连接中断：更改可能已经发生。重试前请先读取，或使用相同的 Idempotency-Key 重试。"),
                "busy": Entry("系统繁忙", "同时的请求过多；没有任何更改。请重试。"),
                "amount-out-of-range": Entry("金额超出范围", "金额将超出服务可以保存的范围。"),
                "bad-request": Entry("错误的请求", "无法理解此请求。"),
                "malformed-request": Entry("请求格式错误", "请求的格式与此接口不符；位置见 errors。"),
                "invalid-input": Entry("输入无效", "请求中有不能接受的内容；详见 errors。"),
                "version-required": Entry("需要版本", "更改时须用 If-Match 提供读取时的 ETag。"),
                "stale-version": Entry("版本已过期", "读取之后内容已被他人更改。"),
                "idempotency-key-reused": Entry("幂等键已被使用", "此 Idempotency-Key 已用于另一个请求。"),
                "request-in-progress": Entry("请求处理中", "使用此 Idempotency-Key 的请求仍在处理中。"),
                "too-many-requests": Entry("请求过多", "短时间内请求过多。"),
                "shutting-down": Entry("正在关闭", "此实例正在关闭；请求将由其他实例处理。"),
                "timed-out": Entry("请求超时", "请求耗时过长，已被终止；没有保留任何更改。"),
            ],
            faults: [
                "required": "此项必填。",
                "unknownMember": "没有此成员。",
                "unknownParameter": "没有此参数。",
                "wrongType": "类型不正确。",
                "notJSON": "不是有效的 JSON。",
                "repeated": "此参数只能出现一次。",
                "notACursor": "不是此列表的游标。",
                "controlCharacter": "此处不允许控制字符。",
                "empty": "不能为空。",
                "tooShort": "至少 {1} 个字符。",
                "tooLong": "最多 {1} 个字符。",
                "tooFew": ["至少 {1} 项。", "数量过少。"],
                "tooMany": ["最多 {1} 项。", "数量过多。"],
                "outOfRange": ["须在 {1} 到 {2} 之间。", "超出范围。"],
                "notAnInteger": "须为整数。",
                "notAQuantity": "不是有效的数量。",
                "notPositive": "须大于零。",
                "notAPercentage": "须在 0 到 100 之间，最多四位小数。",
                "notACurrency": "须为 ISO 4217 的三个大写字母。",
                "notAnAmount": "不是有效的金额。",
                "notADate": "不是有效的日期，写法如 2026-12-31。",
                "notATime": "不是 RFC 3339 格式的时间。",
                "notAnID": "不是有效的标识符。",
                "notAllowed": "须为其中之一：{1}。",
                "notAVersion": "不是此资源的 ETag。",
                "notAKey": "须为 1 到 255 个可见 ASCII 字符。",
            ])
}
