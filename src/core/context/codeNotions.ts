/**
 * What programmers call the same thing, in Chinese and in the English of identifiers: a line is one notion, Chinese
 * words before the bar, the usual word first on both sides. Written for this product; a word may stand in several lines.
 */
export const codeNotions = `
计算 算出 求值 运算|compute calculate calc evaluate
统计|statistics stats count summary
汇总 合计 总计 总价 总和 求和|total sum summary aggregate
平均|average mean
库存 存货|stock inventory
补货 再订货 重新订购|reorder restock replenish
预留 保留 占用|reserve hold keep
订单 下单|order
订单簿|orderbook order book
订单行 明细|line item detail
购物车|cart basket
商品 货品 物品 条目|item product goods entry
价格 单价 定价|price cost
金额 钱 数额|amount money cents
折扣 优惠 打折|discount rebate
税|tax vat
发票|invoice bill
支付 付款|pay payment charge
退款|refund
数量 件数|quantity count amount
发货 出货|ship dispatch deliver
收货 入库 到货|receive delivery
仓库|warehouse repository
客户 顾客|customer client
用户|user account
账号 账户 帐号|account user
登录 登陆|login signin authenticate auth
登出 注销|logout signout
注册|register signup
权限 授权|permission authorize authorization access role
认证 鉴权|authenticate auth authentication
密码 口令|password secret
密钥|key secret
令牌|token
加密|encrypt cipher
解密|decrypt
签名|sign signature
哈希 散列|hash digest
解析|parse parser read decode
格式化|format formatter
序列化|serialize encode stringify
反序列化|deserialize decode
编码|encode encoding
解码|decode
转换 换算|convert transform map
翻译|translate
读取 读|read load
写入 写|write save
保存 存储 持久化|save store persist
加载 载入|load
删除 移除 去掉|delete remove erase drop
添加 增加 新增 追加|add append insert push
插入|insert
更新 修改 更改 变更|update change modify set edit
替换|replace substitute
合并|merge join combine
拆分 分割 切分|split divide chunk
复制 拷贝 克隆|copy clone
移动|move
排序|sort order compare
比较|compare comparison equal
查找 搜索 查询 检索|find search lookup query
过滤 筛选|filter
选择 选取 选中|select choose pick selection
匹配|match matching
遍历 迭代|iterate traverse walk each
循环|loop cycle
递归|recursive recurse
校验 验证 检查|validate check verify invalid
创建 新建 生成 构造|create make build new generate
构建 编译|build compile
初始化|init initialize setup
启动 开始|start begin launch
停止 结束 终止|stop end terminate
关闭|close shutdown
打开|open
重置|reset
取消 中止|cancel abort
暂停|pause suspend snooze
恢复 继续|resume restore recover
重试|retry attempt
超时 时限|timeout deadline
延迟 延时|delay latency
等待|wait await
间隔|interval
限流 限速|rate limit throttle bucket
令牌桶|token bucket
熔断 断路器|circuit breaker
防抖|debounce
节流|throttle
退避|backoff
并发|concurrent concurrency parallel
线程|thread
进程|process
协程|coroutine
锁|lock mutex
队列|queue
栈|stack
堆|heap
列表 清单|list
数组|array
字典 映射|map dict dictionary
集合|set collection
链表|linked list node
树|tree
图|graph
节点|node
缓存|cache
缓冲区 缓冲|buffer
淘汰 逐出|evict eviction expire
过期 失效|expire stale expired invalid
索引|index
数据库|database db store
表格|table
列 栏|column
行|row line
字段|field
宽度|width
高度|height
长度|length size
大小 容量 尺寸|size capacity
对齐|align pad alignment
填充|pad fill
截断|truncate cut
缩进|indent indentation
颜色|color colour
主题|theme
图标|icon
按钮|button
页面|page
视图|view
窗口|window
菜单|menu
对话框 弹窗|dialog modal
对话 聊天 会话|chat conversation session
消息|message
通知 提醒|notify notification alert
事件|event
监听|listen listener
回调|callback
发布|publish release
订阅|subscribe subscription
请求|request
响应 应答 回复|response reply answer
接口|interface api endpoint
服务器 服务端|server
服务|service server
客户端|client
网络|network net
连接|connect connection
断开|disconnect
代理|proxy agent
地址 网址|address url uri
主机|host
端口|port
路径|path
路由|route router
文件|file
目录 文件夹|directory folder dir
上传|upload
下载|download
导入|import
导出|export
配置 设置|config configuration setting options
选项|option
默认 缺省|default
参数|parameter argument param arg
变量|variable
常量|constant
函数|function
方法|method
类|class
对象|object
属性|property attribute
类型|type kind
字符串 文本|string text
字符|char character
数字|number digit
整数|integer int
浮点|float double
布尔|boolean bool
空值 空|null empty none
日期|date day
时间 时刻|time clock
时区|timezone zone
随机|random
错误 出错 报错|error fail failure
异常|exception error
警告|warning warn
缺陷 漏洞|bug defect vulnerability
修复|fix repair
测试 用例|test case spec
断言|assert expect
模拟|mock fake simulate stub
覆盖率|coverage
性能|performance perf
内存|memory
日志|log logger journal
记录|record log entry
跟踪 追踪|trace track
监控|monitor metric
版本|version
依赖|dependency depend
模块|module
包|package
插件 扩展|plugin extension
命令|command
任务|task job
调度 定时|schedule scheduler timer cron
状态|state status
流程 步骤|flow step process
规则|rule
策略|policy strategy
模型|model
提示词 提示|prompt hint
补全|completion complete suggest
建议|suggestion suggest offer
接受 采纳 采用|accept acceptance
上下文|context
嵌入 向量|embed embedding vector
分块 片段|chunk fragment snippet passage
语法树|syntax tree ast
语法|grammar syntax
词法 分词|token tokenize lexer
后端|backend
前端|frontend
离线|offline
在线|online
脱敏 遮盖|redact mask
隐私|privacy private
出口 外发|egress outgoing send
发送|send post emit
接收|receive
流式 流|stream streaming
压缩|compress zip
解压|decompress unzip extract
图片 图像|image picture
语言|language locale
编辑器|editor
工作区|workspace
光标|cursor caret
快捷键|shortcut keybinding
效率|efficiency productivity
阶段|phase stage
报表 报告|report
门店 商店|shop store
员工|employee staff
部门|department
审批|approve approval
评论|comment review
文章|article post
标签|tag label
分类 类别|category classify kind
分页|page pagination paginate
上限 最大|max maximum limit
下限 最小|min minimum
边界|boundary bound edge limit
阈值|threshold
比例 百分比|ratio percent percentage
权重|weight
分数 评分|score rating
余额|balance
转账|transfer
货币|currency
优先级|priority
代码块|code block fence
差异 对比|diff difference
应用|apply app application
历史|history
节省|save saved saving
幽灵文本|ghost text inline
估算 估计|estimate
撤销|undo revoke
重做|redo
预览|preview
引用|reference cite
界面|ui view screen
渲染 绘制|render draw paint
布局|layout
样式|style css
点击|click
拖拽|drag drop
滚动|scroll
焦点|focus
输入|input type
输出|output print
打印|print
控制台|console
环境变量|env environment variable
证书|certificate cert
域名|domain host
文档|document docs
注释|comment
脚本|script
安装|install
卸载|uninstall
部署|deploy
分支|branch
提交|commit submit
回滚|rollback revert
备份|backup
迁移|migrate migration
快照|snapshot
进度|progress
采样|sample
实验|experiment
种子|seed
命中 命中率|hit rate
阻塞|block blocking
信号|signal
句柄|handle
指针|pointer
引擎|engine
适配|adapt adapter
工厂|factory
单例|singleton
观察者|observer
重命名 改名|rename
跳转|jump navigate redirect
刷新|refresh reload flush
同步|sync synchronize synchronous
异步|async asynchronous
框架|framework
识别 检测 探测|detect recognize identify probe
确认|confirm consent
弹出|popup prompt show
清理|clean cleanup clear
清空|clear
子进程|child process subprocess spawn
活跃|active
增量|incremental delta
环境|environment env
沙箱 隔离|sandbox isolate
磁盘|disk
附件|attachment attach
额度 用量|quota usage
心跳|heartbeat
幂等|idempotent
事务|transaction
释放 回收|release dispose free
注入|inject
枚举|enum
继承|extend inherit
抽象|abstract
装饰器|decorator
中间件|middleware
过滤器|filter
拦截器|interceptor
控制器|controller
实体|entity
坐标|coordinate
距离|distance
角度|angle
像素|pixel
粘贴|paste
剪贴板|clipboard
下拉|dropdown select
勾选 复选框|checkbox check
首页|home index
头像|avatar
验证码|captcha
短信|sms message
邮件 邮箱|mail email
手机|phone mobile
姓名|name
年龄|age
合同|contract
设备|device
传感器|sensor
温度|temperature
告警|alarm alert
工单|ticket
考勤|attendance
工资 薪资|salary wage
|fetch get load retrieve
|config configuration settings preferences
|auth authenticate authentication login
|init initialize initialise setup
|err error exception
|msg message
|btn button
|db database
|dir directory folder
|delete remove
|quit exit close
`;
